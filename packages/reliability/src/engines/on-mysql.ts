// Owns: databases of a MariaDB as an engine of the matrix.
// Must not know: faults, drivers.

import { type Connection, type Database, type DatabaseServer, rerouted } from '@godwit/servers'
import type { Address, RemoteEngine, Source } from '../database.ts'

type Front = Address & Pick<DatabaseServer, 'query'>

export interface OnMysql {
  readonly name: string
  readonly server: DatabaseServer
  readonly driver: (url: string) => Source
  /** Where runners connect, one after the other; all have the same databases. */
  readonly fronts: readonly [Front, ...Front[]]
  /** How the oracle asks, so that it sees what other nodes committed. */
  readonly asked?: (select: string) => string
  readonly stop: () => Promise<void>
}

export function onMysql({ name, server, driver, fronts, asked = (select) => select, stop }: OnMysql): RemoteEngine {
  const made = new WeakMap<object, Database>()
  let turn = 0
  return {
    name,
    family: 'mysql',
    ddl: 'autocommit',
    async fresh() {
      const database = await server.createDatabase()
      // Whoever connects to another node at once must find it there.
      for (const front of fronts) await front.query(asked('SELECT 1'))
      const through = (to: Address): Source => driver(rerouted(database.url, to))
      const remote = {
        address: fronts[0],
        get source() {
          return through(fronts[turn++ % fronts.length] ?? fronts[0])
        },
        through: (port: number) => through({ host: '127.0.0.1', port }),
        query: (text: string) => database.query(text.startsWith('SELECT') ? asked(text) : text),
        drop: () => database.drop(),
      }
      made.set(remote, database)
      return remote
    },
    async endSessions(remote) {
      const { database } = made.get(remote) as Connection
      for (const front of fronts) {
        const sessions = await front.query(
          `SELECT id FROM information_schema.processlist WHERE db = '${database}' AND id <> CONNECTION_ID()`,
        )
        // One may have ended by itself in between.
        for (const { id } of sessions) await front.query(`KILL ${String(id)}`).catch(() => [])
      }
    },
    stop,
  }
}
