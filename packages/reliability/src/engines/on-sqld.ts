// Owns: servers of libSQL as an engine of the matrix.
// Must not know: faults, drivers.

import { type SqldServer, startSqld } from '@godwit/servers'
import { createClient } from '@libsql/client'
import type { RemoteEngine, Source } from '../database.ts'
import { restart } from './restart.ts'

export interface OnSqld {
  readonly name: string
  /** `address`: host and port. */
  readonly driver: (address: string) => Source
}

/** A server of its own for each database: it starts in no time, and has one database only. */
export function onSqld({ name, driver }: OnSqld): RemoteEngine {
  const servers = new Map<object, SqldServer>()
  return {
    name,
    family: 'sqlite',
    ddl: 'transactional',
    async fresh() {
      const server = await startSqld()
      const through = (port: number): Source => driver(`127.0.0.1:${port}`)
      const remote = {
        address: { host: '127.0.0.1', port: server.port },
        source: through(server.port),
        through,
        async query(text: string) {
          const client = createClient({ url: server.http })
          try {
            return (await client.execute(text)).rows.map((row) => ({ ...row }))
          } finally {
            client.close()
          }
        },
        async drop() {
          servers.delete(remote)
          await server.stop()
        },
      }
      servers.set(remote, server)
      return remote
    },
    another: () => Promise.resolve(onSqld({ name, driver })),
    async revive() {
      for (const server of servers.values()) await restart(server)
    },
    /** Nobody can end a session there but by ending the server. */
    async endSessions(remote) {
      const server = servers.get(remote)
      if (server !== undefined) await restart(server)
    },
    async stop() {
      for (const server of servers.values()) await server.stop()
    },
  }
}
