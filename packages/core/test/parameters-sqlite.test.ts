// Which statements have a parameter. SQLite is asked too: a client for which values are missing refuses to run them.

import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { mysql, postgres, sqlite } from '../src/driver.ts'
import { guard } from '../src/pure/statement/guard.ts'
import { sqliteParameter } from '../src/pure/statement/parameters-sqlite.ts'
import { split } from '../src/pure/lexing/split.ts'

function parameterOf(text: string): string | undefined {
  const splitting = split(text, sqlite.lexis)
  const [statement] = splitting.ok ? splitting.statements : []
  if (statement === undefined) throw new Error('nothing to look at')
  return sqliteParameter(statement)
}

/** Of SQLite itself; it says so of a trigger before anybody runs it. */
function askSqlite(text: string): 'parameter' | 'none' {
  const database = new Database(':memory:')
  try {
    database.exec('CREATE TABLE t (id, a, b)')
    database.prepare(text).run()
    return 'none'
  } catch (error) {
    const words = error instanceof Error ? error.message : ''
    if (/parameter|variable/.test(words)) return 'parameter'
    throw error
  } finally {
    database.close()
  }
}

describe('a parameter is found', () => {
  it.each([
    ['INSERT INTO t(a) VALUES (?)', '?'],
    ['INSERT INTO t(a) VALUES (?1)', '?1'],
    ['INSERT INTO t(a) VALUES ($1)', '$1'],
    ['INSERT INTO t(a) VALUES (:a)', ':a'],
    ['INSERT INTO t(a) VALUES (@a)', '@a'],
    ['INSERT INTO t(a) VALUES ($name)', '$name'],
    ["UPDATE t SET a = 'x' WHERE b=:role", ':role'],
    ["UPDATE t SET a = ':no' WHERE b = /* ? */ @é", '@é'],
    ['DELETE FROM t WHERE a IN (1, ?)', '?'],
    ['WITH x AS (SELECT :a AS a) INSERT INTO t(a) SELECT a FROM x', ':a'],
    ['CREATE TRIGGER g AFTER INSERT ON t BEGIN UPDATE t SET a = :a; END', ':a'],
  ])('%s', (text, parameter) => {
    expect(parameterOf(text)).toBe(parameter)
    expect(askSqlite(text)).toBe('parameter')
  })
})

describe('nothing is taken for one', () => {
  it.each([
    "INSERT INTO t(a) VALUES ('?'), (':a'), ('$1'), ('@a'), ('it''s :a'), ('12:30')",
    'INSERT INTO t(a) VALUES (1) -- what? :a $1 @a',
    'INSERT INTO t(a) /* ? :a $1 @a */ VALUES (1)',
    'CREATE TABLE "a?b" (":x", [@y], `$1`)',
    'CREATE TABLE a$b (x$1)',
    `UPDATE t SET a = json_extract('{"k":1}', '$.k') WHERE a ->> '$.x' = 1`,
    "CREATE TRIGGER g AFTER INSERT ON t BEGIN UPDATE t SET a = ':a?'; END",
  ])('%s', (text) => {
    expect(parameterOf(text)).toBeUndefined()
    expect(askSqlite(text)).toBe('none')
  })

  it('SELECT 1::text, which another engine reads as a cast', () => expect(parameterOf('SELECT 1::text')).toBeUndefined())

  it('by other engines, which refuse what has no value, nor in a statement that is sent with values', () => {
    const about = { id: '1', transaction: 'auto', foreignKeys: 'enforced', parameters: 'none' } as const
    for (const dialect of [postgres, mysql]) {
      const splitting = split('INSERT INTO t VALUES (?)', dialect.lexis)
      expect(splitting.ok && guard(splitting.statements, { ...about, dialect })).toEqual([])
    }
    const splitting = split('INSERT INTO t VALUES (?)', sqlite.lexis)
    expect(splitting.ok && guard(splitting.statements, { ...about, dialect: sqlite, parameters: 'bound' })).toEqual([])
    expect(splitting.ok && guard(splitting.statements, { ...about, dialect: sqlite })).toMatchObject([
      { code: 'PARAMETER_UNBOUND', id: '1', parameter: '?', place: { line: 1, column: 1 } },
    ])
  })
})
