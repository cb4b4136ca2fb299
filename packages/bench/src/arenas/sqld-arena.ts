// Owns: libSQL servers as rings: each holds one database.
// Must not know: contestants.

import { createClient } from '@libsql/client/http'
import { proxy, startSqld } from '@godwit/servers'

import type { Arena, ArenaOptions, Ring, Snapshot } from '../arena.ts'

export function sqldArena({ latencyMs }: ArenaOptions): Arena {
  const ring = async (): Promise<Ring> => {
    const server = await startSqld()
    const network = latencyMs === 0 ? undefined : await proxy(server, { delay: latencyMs / 2 })
    return {
      address: network?.through({ url: server.http }) ?? server.http,
      snapshot: () => snapshotOf(server.http),
      async drop() {
        await network?.close()
        await server.stop()
      },
    }
  }
  return {
    ring,
    async expected(steps) {
      const { address, drop } = await ring()
      const client = createClient({ url: address })
      try {
        await client.batch(
          steps.flatMap(({ up }) => up),
          'write',
        )
        return await snapshotOf(address)
      } finally {
        client.close()
        await drop()
      }
    },
    close: () => Promise.resolve(),
  }
}

async function snapshotOf(url: string): Promise<Snapshot> {
  const client = createClient({ url })
  try {
    const { rows: objects } = await client.execute(`SELECT type, name, sql FROM sqlite_schema WHERE name GLOB 't_[0-9]*' ORDER BY name`)
    const tables = objects.filter(({ type }) => type === 'table').map(({ name }) => String(name))
    const results = await client.batch(tables.map((name) => `SELECT '${name}' AS t, name, email FROM ${name}`))
    const rows = results.flatMap((result) => result.rows.map((row) => ({ ...row })))
    return JSON.stringify({ objects: objects.map((row) => ({ ...row })), rows })
  } finally {
    client.close()
  }
}
