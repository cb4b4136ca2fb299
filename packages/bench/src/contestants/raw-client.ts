// Owns: the two clients without anything on top, as the floor and umzug's users write them.
// Must not know: migrations.

import type { Engine } from '../contestant.ts'

export interface RawClient {
  /** Runs several statements in one call. */
  exec(sql: string): void | Promise<void>
  all(sql: string): readonly unknown[] | Promise<readonly unknown[]>
  close(): void
}

export async function rawClient(engine: Engine): Promise<(file: string) => RawClient> {
  switch (engine) {
    case 'sqlite': {
      const { default: Database } = await import('better-sqlite3')
      return (file) => {
        const database = new Database(file)
        return {
          exec: (sql) => void database.exec(sql),
          all: (sql) => database.prepare(sql).all(),
          close: () => void database.close(),
        }
      }
    }
    case 'libsql': {
      const { createClient } = await import('@libsql/client')
      return (file) => {
        const client = createClient({ url: `file:${file}` })
        return {
          exec: (sql) => client.executeMultiple(sql),
          all: async (sql) => (await client.execute(sql)).rows,
          close: () => client.close(),
        }
      }
    }
    default:
      return engine satisfies never
  }
}
