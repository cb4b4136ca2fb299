import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { mysql, postgres, sqlite } from '../src/driver.ts'
import type { Lexis } from '../src/model/lexis.ts'
import type { SqlFragment } from '../src/model/migration.ts'
import type { Statement } from '../src/model/statement.ts'
import { keptStatements } from '../src/pure/lexing/kept-statements.ts'
import { split } from '../src/pure/lexing/split.ts'
import { readSqlFile } from '../src/pure/file/sql-file.ts'

const UP = '-- migrate:up\n'
const DOWN = '-- migrate:down\n'
const read = (text: string, dialect = sqlite): ReturnType<typeof readSqlFile> => readSqlFile(text, 'x.sql', 'whole', dialect.lexis)

/** Without who read them: a trigger in one section sends the whole file to the lexer. */
function statementsOf(fragment: SqlFragment, lexis: Lexis): unknown {
  const splitting = split(fragment, lexis)
  return splitting.ok ? withTokens(splitting.statements) : splitting
}

/** Some inherit theirs. */
function withTokens(statements: readonly Statement[] | undefined): unknown {
  return statements?.map((statement) => ({ ...statement, tokens: statement.tokens }))
}

const FILES: readonly (readonly [what: string, text: string])[] = [
  ['one statement each', `${UP}CREATE TABLE t (a);\n\n${DOWN}DROP TABLE t;\n`],
  ['comments, and no semicolon at the end', `${UP}CREATE TABLE t (a); -- why\n/* b */ SELECT 1;\n${DOWN}DROP TABLE t -- at last`],
  ['a trigger', `${UP}CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT 1; SELECT 2; END;\n${DOWN}DROP TRIGGER r;`],
  ['line ends of Windows', `${UP}CREATE TABLE t (\n  a TEXT DEFAULT 'x\ny');\n${DOWN}DROP TABLE t;`.replaceAll('\n', '\r\n')],
  ['several pairs', `${UP}SELECT 1;\n${DOWN}SELECT 2;\n${UP}SELECT 3;\n  SELECT 4;\n${DOWN}SELECT 5;`],
  ['a procedure', `${UP}CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END;\nSELECT 3;\n${DOWN}DROP PROCEDURE p;`],
  ['no marker and a byte order mark', '\ufeffCREATE TABLE t (a); SELECT 1'],
  ['breakpoints', 'CREATE TABLE t (a);--> statement-breakpoint\nSELECT 1;\n--> statement-breakpoint\n  SELECT 2'],
]

describe('the statements found while a file is read', () => {
  it.each(FILES)('are those that splitting its sections finds: %s', (_, text) => {
    for (const { lexis } of [sqlite, postgres, mysql]) {
      const { up, down } = readSqlFile(text, 'x.sql', 'whole', lexis)
      expect(up.length).toBeGreaterThan(0)
      for (const fragment of [...up, ...down]) {
        expect(withTokens(keptStatements(fragment, lexis)?.statements)).toEqual(statementsOf(fragment, lexis))
      }
    }
  })

  it('are those of the golden files', () => {
    const folder = new URL('testdata/split/', import.meta.url)
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.sql'))
    let compared = 0
    for (const name of names) {
      const { lexis } = name.includes('mysql') ? mysql : name.includes('postgres') ? postgres : sqlite
      for (const fragment of readSqlFile(readFileSync(new URL(name, folder), 'utf8'), name, 'up', lexis).up) {
        const kept = keptStatements(fragment, lexis)
        if (kept === undefined) continue
        compared++
        expect(withTokens(kept.statements)).toEqual(statementsOf(fragment, lexis))
      }
    }
    expect(compared).toBeGreaterThan(10)
  })

  it('are not kept where a statement goes on behind a marker', () => {
    const { up, down } = read(`${UP}CREATE TABLE t (a)\n${DOWN}DROP TABLE t;`)
    expect([...up, ...down].map((fragment) => keptStatements(fragment, sqlite.lexis))).toEqual([undefined, undefined])
  })

  it('are not kept where a DELIMITER would reach into the next section', () => {
    const { up, down } = read(`${UP}delimiter //\nSELECT 1//\n${DOWN}SELECT 2;`, mysql)
    expect([...up, ...down].map((fragment) => keptStatements(fragment, mysql.lexis))).toEqual([undefined, undefined])
  })

  it('are not given to another lexis', () => {
    const [fragment] = read('SELECT 1').up
    expect(fragment && keptStatements(fragment, postgres.lexis)).toBeUndefined()
  })
})
