// Owns: databases of a PostgreSQL, reached directly or through a pooler, as an engine of the matrix.
// Must not know: faults.

import { type Connection, type Database, type DatabaseServer, rerouted } from '@godwit/servers'
import type { Address, RemoteEngine } from '../database.ts'

/** `front`: where runners connect. The oracle goes to the server itself, so that it takes no connection of the pool. */
export function onPostgres(name: string, server: DatabaseServer, front: Address, stop: () => Promise<void>): RemoteEngine {
  const made = new WeakMap<object, Database>()
  return {
    name,
    family: 'postgres',
    ddl: 'transactional',
    async fresh() {
      const database = await server.createDatabase()
      const through = (to: Address): { module: string; factory: string; argument: string } => ({
        module: '@godwit/driver-pg',
        factory: 'pg',
        argument: rerouted(database.url, to),
      })
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
