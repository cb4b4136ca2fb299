// Owns: what a text of named queries is read as, and how one that is none is refused.
// Must not know: files, paths.

import type { DialectFamily } from '@godwit/core/driver'
import { describe, expect, test } from 'vitest'
import { isNamedSqlError, parseNamedSql } from '../src/index.ts'

const DIALECTS = ['sqlite', 'postgres', 'mysql'] as const

/** The texts under their names. */
const read = (text: string, dialect: DialectFamily = 'sqlite'): unknown =>
  Object.fromEntries(parseNamedSql(text, dialect).map((query) => [query.name, query.text]))

const refusal = (text: string, dialect: DialectFamily = 'sqlite'): string => {
  try {
    return JSON.stringify(read(text, dialect))
  } catch (error) {
    if (isNamedSqlError(error)) return error.message
    throw error
  }
}

describe.each(DIALECTS)('on %s', (dialect) => {
  test('queries are what stands between the names, without semicolons and the comments around them', () => {
    const text = `-- Queries of the chat.\n\n-- name: first\n-- What it is for.\nSELECT a,\n\n  b -- both\nFROM t;\n-- behind it\n\n--name: second_2\nDELETE FROM t`
    // MySQL takes dashes for a comment only before white space.
    const written = dialect === 'mysql' ? text.replace('--name', '-- name') : text
    expect(parseNamedSql(written, dialect)).toEqual([
      { name: 'first', text: 'SELECT a,\n\n  b -- both\nFROM t', line: 3 },
      { name: 'second_2', text: 'DELETE FROM t', line: 11 },
    ])
  })

  test('P-5.2: a literal keeps its blank lines, its indentation and lines that begin with dashes, a name too', () => {
    const literal = "'one\n\n   two   \n-- three\n-- name: four\n'' -- five'"
    expect(read(`-- name: a\nINSERT INTO t VALUES (${literal})\n-- name: b\nSELECT 1`, dialect)).toEqual({
      a: `INSERT INTO t VALUES (${literal})`,
      b: 'SELECT 1',
    })
  })

  test('what looks like a name in a block comment or in a quoted name is none', () => {
    const quote = dialect === 'mysql' ? '`' : '"'
    const query = `SELECT /*\n-- name: b\n*/ ${quote}x\n-- name: c\n${quote} FROM t`
    expect(read(`/* File.\n-- name: z\n*/\n-- name: a\n${query};`, dialect)).toEqual({ a: query })
  })

  test('queries without semicolons are told apart, a trigger with semicolons of its own is one', () => {
    const trigger = {
      sqlite: 'CREATE TRIGGER g AFTER INSERT ON t BEGIN UPDATE u SET n = 1; DELETE FROM v; END',
      postgres: "CREATE FUNCTION g() RETURNS trigger AS $$ BEGIN PERFORM 1; -- name: x\nRETURN NEW; END $$ LANGUAGE 'plpgsql'",
      mysql: 'CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW BEGIN UPDATE u SET n = 1; DELETE FROM v; END',
    }[dialect]
    expect(read(`-- name: a\nSELECT 1\n-- name: g\n${trigger}\n-- name: b\nSELECT 2`, dialect)).toEqual({
      a: 'SELECT 1',
      g: trigger,
      b: 'SELECT 2',
    })
  })

  test('line ends of Windows, a mark at the beginning and an indented name are read', () => {
    expect(read('\uFEFF-- name: a\r\nSELECT 1;\r\n\r\n  -- Name :  b \r\nSELECT\r\n2\r\n', dialect)).toEqual({
      a: 'SELECT 1',
      b: 'SELECT\r\n2',
    })
  })

  test.each([
    [
      'SQL before the first name',
      '\nSELECT 1;\n-- name: a\nSELECT 2',
      'text:2: this stands before the first name; a query begins with a line `-- name: its_name`',
    ],
    [
      'a name that is there twice',
      '-- name: a\nSELECT 1\n-- name: b\nSELECT 2\n-- name: a\nSELECT 3',
      'text:5: a second query a; the first one is in line 1',
    ],
    ['an empty query in the middle', '-- name: a\n-- nothing\n\n-- name: b\nSELECT 1', 'text:1: the query a is empty'],
    ['an empty query at the end', '-- name: a\nSELECT 1;\n-- name: b\n;\n', 'text:3: the query b is empty'],
    ['a second statement', '-- name: a\nSELECT 1;\n\nSELECT 2;', 'text:4: a second statement in the query a; give it a name of its own'],
    ['a name with a space', '-- name: a b\nSELECT 1', 'text:1: "a b" is not a name: letters, digits and _, no digit first'],
    ['a name with a dot', '-- name: a.b\nSELECT 1', 'text:1: "a.b" is not a name: letters, digits and _, no digit first'],
    ['no name', '-- name:\nSELECT 1', 'text:1: "" is not a name: letters, digits and _, no digit first'],
    ['a name behind SQL', '-- name: a\nSELECT 1; -- name: b\nSELECT 2', 'text:2: a name needs a line of its own'],
    [
      'a name between parentheses',
      '-- name: a\nSELECT (\n-- name: b\n1)',
      'text:3: a name in the midst of the statement that is not closed since line 2',
    ],
    ['a string without an end', "-- name: a\nSELECT 1\n-- name: b\nSELECT 'x\n-- name: c\nSELECT 2", 'text:4: a string is not closed'],
    ['a comment without an end', '-- name: a\nSELECT 1 /*\n-- name: b\nSELECT 2', 'text:2: a comment is not closed'],
    ['nothing', '', 'text:1: there is no query in it; one begins with a line `-- name: its_name`'],
    ['comments only', '-- later\n', 'text:1: there is no query in it; one begins with a line `-- name: its_name`'],
  ])('%s is refused with its line', (_, text, message) => {
    expect(refusal(text, dialect)).toBe(message)
  })

  test('a file of a thousand queries is read in the time that its length takes', () => {
    const text = Array.from({ length: 1000 }, (_, n) => `-- name: q${n}\nSELECT ${'x, '.repeat(100)}${n} FROM t;\n`).join('')
    const began = performance.now()
    expect(parseNamedSql(text, dialect)).toHaveLength(1000)
    expect(performance.now() - began).toBeLessThan(5000)
  })
})

test('a name in the body of a trigger is refused', () => {
  const text = '-- name: a\nCREATE TRIGGER g AFTER INSERT ON t BEGIN\nDELETE FROM u;\n-- name: b\nDELETE FROM v; END'
  expect(refusal(text)).toBe('text:4: a name in the midst of the statement that is not closed since line 2')
})

test('strings and comments are those of the dialect', () => {
  const escaped = "-- name: a\nSELECT 'it\\'s\n-- name: x\n'\n-- name: b\nSELECT 1"
  expect(read(escaped, 'mysql')).toEqual({ a: "SELECT 'it\\'s\n-- name: x\n'", b: 'SELECT 1' })
  const dollars = "-- name: a\nSELECT $$it's\n-- name: x\n$$\n-- name: b\nSELECT 1"
  expect(read(dollars, 'postgres')).toEqual({ a: "SELECT $$it's\n-- name: x\n$$", b: 'SELECT 1' })
  expect(read("-- name: a\nSELECT [it's\n-- name: x\n]\n-- name: b\nSELECT 1", 'sqlite')).toEqual({
    a: "SELECT [it's\n-- name: x\n]",
    b: 'SELECT 1',
  })
  expect(read("-- name: a\nSELECT 1 # it's\n-- name: b\nSELECT 2", 'mysql')).toEqual({ a: 'SELECT 1', b: 'SELECT 2' })
})

test('place-holders of every kind stay', () => {
  const query = 'UPDATE t SET a = ?, b = :b, c = @c, d = ?5 WHERE e = $e'
  expect(read(`-- name: a\n${query};`)).toEqual({ a: query })
  expect(read("-- name: a\nSELECT a->>'b', c::int FROM t WHERE d ? $1", 'postgres')).toEqual({
    a: "SELECT a->>'b', c::int FROM t WHERE d ? $1",
  })
})
