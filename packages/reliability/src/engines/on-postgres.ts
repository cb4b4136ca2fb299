// Owns: databases of a PostgreSQL, reached directly or through a pooler, as an engine of the matrix.
// Must not know: faults, drivers.

import { type Connection, type Database, type DatabaseServer, rerouted } from '@godwit/servers'
import type { Address, RemoteEngine, Source } from '../database.ts'

export interface OnPostgres {
  readonly name: string
  readonly server: DatabaseServer
  /** Where runners connect. The oracle goes to the server itself, so that it takes no connection of the pool. */
  readonly front: Address
  readonly driver: (url: string) => Source
  readonly stop: () => Promise<void>
}

export function onPostgres({ name, server, front, driver, stop }: OnPostgres): RemoteEngine {
  const made = new WeakMap<object, Database>()
  return {
    name,
    family: 'postgres',
    ddl: 'transactional',
    async fresh() {
      const database = await server.createDatabase()
      const through = (to: Address): Source => driver(rerouted(database.url, to))
      const remote = {
        address: front,
        source: through(front),
        through: (port: number) => through({ host: '127.0.0.1', port }),
        query: (text: string) => database.query(text),
        drop: () => database.drop(),
      }
      made.set(remote, database)
      return remote
    },
    async endSessions(remote) {
      const { database } = made.get(remote) as Connection
      await server.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database}' AND pid <> pg_backend_pid()`)
    },
    stop,
  }
}
