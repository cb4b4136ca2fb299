// Owns: an SQLite file as an engine of the matrix.
// Must not know: faults.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import type { Engine } from '../database.ts'

export function betterSqlite3(): Engine {
  return {
    name: 'better-sqlite3',
    family: 'sqlite',
    ddl: 'transactional',
    fresh: () => onFile({ module: '@godwit/driver-better-sqlite3', factory: 'betterSqlite3' }),
    another: () => Promise.resolve(betterSqlite3()),
    stop: () => Promise.resolve(),
  }
}

/** A file in a folder of its own, looked at through better-sqlite3 whatever the driver is. */
export async function onFile({ module, factory }: { readonly module: string; readonly factory: string }): ReturnType<Engine['fresh']> {
  const folder = await mkdtemp(join(tmpdir(), 'godwit-reliability-'))
  const path = join(folder, 'reliability.db')
  return {
    source: { module, factory, argument: `file:${path}` },
    async query(text) {
      const client = new BetterSqlite3(path)
      try {
        return client.prepare(text).all() as Readonly<Record<string, unknown>>[]
      } finally {
        client.close()
      }
    },
    drop: () => rm(folder, { recursive: true, force: true }),
  }
}
