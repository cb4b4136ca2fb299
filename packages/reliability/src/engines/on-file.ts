// Owns: a file of SQLite as an engine of the matrix.
// Must not know: faults, drivers.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import type { Engine, Source } from '../database.ts'

export interface OnFile {
  readonly name: string
  readonly driver: (path: string) => Source
}

/** A file in a folder of its own, looked at through better-sqlite3 whatever the driver is. */
export function onFile({ name, driver }: OnFile): Engine {
  return {
    name,
    family: 'sqlite',
    ddl: 'transactional',
    async fresh() {
      const folder = await mkdtemp(join(tmpdir(), 'godwit-reliability-'))
      const path = join(folder, 'reliability.db')
      return {
        source: driver(path),
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
    },
    another: () => Promise.resolve(onFile({ name, driver })),
    stop: () => Promise.resolve(),
  }
}
