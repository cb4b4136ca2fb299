// Owns: a database of sql.js in the shape of better-sqlite3's, whose driver then carries its text.
// Must not know: sessions, transactions, TypeORM.

import { split, sqlite } from '@godwit/core/driver'
import type { Database, Statement } from '@godwit/driver-better-sqlite3'

/** The part of a `Database` of sql.js that is used. */
export interface SqljsDatabase {
  prepare(text: string): SqljsStatement
  run(text: string): unknown
  getRowsModified(): number
}

interface SqljsStatement {
  bind(values: readonly unknown[]): boolean
  step(): boolean
  get(params: null, options: { readonly useBigInt: boolean }): readonly unknown[]
  getColumnNames(): readonly string[]
  free(): boolean
}

/** `isOpen`: sql.js does not say it of itself. */
export function likeBetterSqlite3(source: SqljsDatabase, isOpen: () => boolean): Database {
  return {
    get open() {
      return isOpen()
    },
    get inTransaction() {
      return isOpen() && inTransaction(source)
    },
    prepare: (text) => prepare(source, text),
    exec: (text) => coded(() => source.run(text)),
    close: () => {},
  }
}

function prepare(source: SqljsDatabase, text: string): Statement {
  assertSingle(text)
  const statement = coded(() => source.prepare(text))
  const names = coded(() => statement.getColumnNames())
  let integers: 'number' | 'bigint' = 'number'

  function rows(params: readonly unknown[]): Record<string, unknown>[] {
    return coded(() => {
      try {
        statement.bind(params.map(bindable))
        const found: Record<string, unknown>[] = []
        while (statement.step()) {
          const values = statement.get(null, { useBigInt: integers === 'bigint' })
          found.push(Object.fromEntries(names.map((name, n) => [name, values[n]])))
        }
        return found
      } finally {
        statement.free()
      }
    })
  }

  return {
    reader: names.length > 0,
    // sql.js does not tell; better-sqlite3's driver then counts what was changed, which is right for both.
    readonly: false,
    safeIntegers(on) {
      integers = on ? 'bigint' : 'number'
    },
    all: rows,
    run(params) {
      const before = totalChanges(source)
      rows(params)
      // The count of a statement that changes nothing is that of the one before it.
      return { changes: totalChanges(source) === before ? 0 : source.getRowsModified() }
    },
  }
}

/** sql.js prepares the first statement and forgets the rest, in silence. The words are those of better-sqlite3. */
function assertSingle(text: string): void {
  const splitting = split(text, sqlite.lexis)
  if (!splitting.ok || splitting.statements.length === 1) return
  throw new RangeError(
    `The supplied SQL string contains ${splitting.statements.length === 0 ? 'no statements' : 'more than one statement'}`,
  )
}

/** A `bigint` would be bound as text, and a larger number as REAL; of the two, text becomes an integer again in more places. */
function bindable(value: unknown): unknown {
  return typeof value === 'bigint' && value === BigInt.asIntN(32, value) ? Number(value) : value
}

function totalChanges(source: SqljsDatabase): unknown {
  const statement = source.prepare('SELECT total_changes()')
  try {
    statement.step()
    return statement.get(null, { useBigInt: false })[0]
  } finally {
    statement.free()
  }
}

/** There is no other way to ask: inside a transaction a second one is refused. */
function inTransaction(source: SqljsDatabase): boolean {
  try {
    source.run('BEGIN')
  } catch {
    return true
  }
  source.run('ROLLBACK')
  return false
}

/** sql.js gives SQLite's words and not its code. These are SQLite's own, from `sqlite3ErrStr`; other words are SQLITE_ERROR. */
const CODES: readonly (readonly [RegExp, string])[] = [
  [/constraint failed$|constraint failed: /, 'SQLITE_CONSTRAINT'],
  [/^datatype mismatch/, 'SQLITE_MISMATCH'],
  [/^database or disk is full/, 'SQLITE_FULL'],
  [/^database disk image is malformed/, 'SQLITE_CORRUPT'],
  [/^file is not a database/, 'SQLITE_NOTADB'],
  [/^database (table |schema )?is locked/, 'SQLITE_LOCKED'],
]

function coded<Value>(work: () => Value): Value {
  try {
    return work()
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    const code = CODES.find(([pattern]) => pattern.test(words))?.[1] ?? 'SQLITE_ERROR'
    throw Object.assign(new Error(words, { cause: error }), { code })
  }
}
