// SQLite itself says what one statement is: better-sqlite3 prepares exactly one and refuses a text with more.

import { readdirSync, readFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sqlite } from '../src/driver.ts'
import { split } from '../src/pure/lexing/split.ts'
import { sqliteScript } from './arbitrary-sql.ts'

const folder = new URL('testdata/split/sqlite/', import.meta.url)
const files = readdirSync(folder).filter((name) => name.endsWith('.sql'))
const read = (file: string): string => readFileSync(new URL(file, folder), 'utf8')

function textsOf(text: string): readonly string[] {
  const splitting = split(text, sqlite.lexis)
  if (!splitting.ok) throw new Error(`${splitting.place.line}:${splitting.place.column}: ${splitting.reason}`)
  return splitting.statements.map((statement) => statement.text)
}

/** Everything that the database then holds: the schema, and the rows of every table. */
function contentOf(fill: (database: Database.Database) => void): unknown {
  const database = new Database(':memory:')
  try {
    fill(database)
    const schema = database
      .prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema UNION ALL SELECT type, name, tbl_name, sql FROM sqlite_temp_schema')
      .all()
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all() as string[]
    return { schema, rows: tables.map((name) => [name, database.prepare(`SELECT * FROM ${sqlite.identifier(name)}`).all()]) }
  } finally {
    database.close()
  }
}

function runOne(database: Database.Database, text: string): void {
  const statement = database.prepare(text)
  if (statement.reader) statement.all()
  else statement.run()
}

describe('SQLite takes each statement as exactly one, and the same database comes of them as of the whole script', () => {
  for (const file of files.filter((name) => !name.includes('_refused_'))) {
    it(file, () => {
      const text = read(file)
      const split = contentOf((database) => {
        for (const statement of textsOf(text)) runOne(database, statement)
      })
      expect(split).toEqual(contentOf((database) => void database.exec(text)))
    })
  }

  it('generated scripts', () => {
    const database = new Database(':memory:')
    database.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, begin TEXT, end TEXT, "x;" TEXT)')
    fc.assert(
      fc.property(sqliteScript, ({ text }) => {
        for (const statement of textsOf(text)) runOne(database, statement)
      }),
      { numRuns: 500 },
    )
    database.close()
  })
})

describe('what the splitter refuses, SQLite refuses too', () => {
  // SQLite takes a comment without an end at the end of the text; we do not, because what it hides was meant to run.
  for (const file of files.filter((name) => name.includes('_refused_') && name !== '13_refused_unclosed_comment.sql')) {
    it(file, () => {
      expect(() => contentOf((database) => void database.exec(read(file)))).toThrow()
    })
  }
})
