// Owns: databases of a server as rings, with the network put before them that was asked for.
// Must not know: which server it is, contestants.

import type { Database, DatabaseServer, OwnServer } from '@godwit/servers'

import type { Arena, Ring, Snapshot } from '../arena.ts'
import { network } from './network.ts'

export interface ServerArena {
  readonly server: DatabaseServer & OwnServer
  readonly latencyMs: number
  readonly snapshotOf: (database: Database) => Promise<Snapshot>
}

export async function serverArena({ server, latencyMs, snapshotOf }: ServerArena): Promise<Arena> {
  const far = await network(server, latencyMs)
  const ring = async (): Promise<Ring> => {
    const database = await server.createDatabase()
    return { address: far.reach(database.url), snapshot: () => snapshotOf(database), drop: database.drop }
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
      await far.close()
      await server.stop()
    },
  }
}
