// Owns: databases of a server as rings, with the network put before them that was asked for.
// Must not know: which server it is, contestants.

import { type Database, type DatabaseServer, type OwnServer, proxy } from '@godwit/servers'

import type { Arena, Ring, Snapshot } from '../arena.ts'

export interface ServerArena {
  readonly server: DatabaseServer & OwnServer
  readonly latencyMs: number
  readonly snapshotOf: (database: Database) => Promise<Snapshot>
}

export async function serverArena({ server, latencyMs, snapshotOf }: ServerArena): Promise<Arena> {
  const network = latencyMs === 0 ? undefined : await proxy(server, { delay: latencyMs / 2 })
  const ring = async (): Promise<Ring> => {
    const database = await server.createDatabase()
    return { address: network?.through(database) ?? database.url, snapshot: () => snapshotOf(database), drop: database.drop }
  }
  return {
    ring,
    async expected(steps) {
      const database = await server.createDatabase()
      try {
        for (const { up } of steps) for (const text of up) await database.query(text)
        return await snapshotOf(database)
      } finally {
        await database.drop()
      }
    },
    async close() {
      await network?.close()
      await server.stop()
    },
  }
}
