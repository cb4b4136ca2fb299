// Owns: the two bare clients that every test of this package runs on, as one shape, each on a file of its own.
// Must not know: what is tested.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Migration } from '@godwit/core'
import { createClient, type InValue } from '@libsql/client'
import BetterSqlite3 from 'better-sqlite3'
import { onTestFinished } from 'vitest'
import { agents } from '../src/index.ts'

export type Row = Readonly<Record<string, unknown>>

export interface Answer {
  readonly rows: readonly Row[]
  readonly affected: number
  readonly insertedId: number
}

export interface Database {
  execute(statement: { sql: string; args?: InValue[] }): Promise<Answer>
}

export interface Engine {
  readonly name: string
  readonly open: (file: string) => { readonly database: Database; readonly close: () => void }
}

const libsql: Engine = {
  name: '@libsql/client',
  open(file) {
    const client = createClient({ url: `file:${file}` })
    return {
      database: {
        async execute({ sql, args = [] }) {
          const { rows, rowsAffected, lastInsertRowid } = await client.execute({ sql, args })
          // A row of this client has each value twice, by name and by position; copied by name only.
          return {
            rows: rows.map((row) => Object.fromEntries(Object.entries(row))),
            affected: rowsAffected,
            insertedId: Number(lastInsertRowid ?? 0),
          }
        },
      },
      close: () => client.close(),
    }
  },
}

const betterSqlite3: Engine = {
  name: 'better-sqlite3',
  open(file) {
    const client = new BetterSqlite3(file)
    return {
      database: {
        async execute({ sql, args = [] }) {
          const statement = client.prepare(sql)
          if (statement.reader) return { rows: statement.all(...args) as Row[], affected: 0, insertedId: 0 }
          const { changes, lastInsertRowid } = statement.run(...args)
          return { rows: [], affected: changes, insertedId: Number(lastInsertRowid) }
        },
      },
      close: () => {
        client.close()
      },
    }
  },
}

export const engines: readonly Engine[] = [libsql, betterSqlite3]

/** A new, empty database that is gone when the test is over. */
export async function empty(engine: Engine): Promise<Database> {
  const folder = await mkdtemp(join(tmpdir(), 'godwit-agents-'))
  const { database, close } = engine.open(join(folder, 'agents.db'))
  onTestFinished(async () => {
    close()
    await rm(folder, { recursive: true, force: true })
  })
  return database
}

/** A new database with the whole line in it. */
export async function installed(engine: Engine): Promise<Database> {
  const database = await empty(engine)
  await run(database, 'up')
  return database
}

/** The statements of one script of the line, as written. */
export function statements(migration: Migration, direction: 'up' | 'down'): readonly string[] {
  const script = migration[direction]
  if (script === undefined || !('sqlite' in script) || script.sqlite === undefined) throw new Error(`${migration.id}: no ${direction}`)
  return script.sqlite.map((statement) => (typeof statement === 'string' ? statement : statement.text))
}

/** Runs the line's statements with nothing but the client: all the way up, or all the way down. */
export async function run(database: Database, direction: 'up' | 'down'): Promise<void> {
  for (const migration of direction === 'up' ? agents.migrations : agents.migrations.toReversed()) {
    for (const sql of statements(migration, direction)) await database.execute({ sql })
  }
}
