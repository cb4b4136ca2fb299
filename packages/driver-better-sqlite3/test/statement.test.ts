// Owns: what one statement takes and gives.

import { describe, expect, test } from 'vitest'
import { rejection, sessionOn } from './session.ts'

describe('values', () => {
  test('an integer beyond 2^53 arrives as bigint, others as number', async () => {
    const session = await sessionOn(':memory:')
    const { rows } = await session.run(
      'SELECT 9007199254740993 AS big, -9223372036854775808 AS least, 9007199254740991 AS safe, 1.5 AS real',
    )
    expect(rows).toEqual([{ big: 9007199254740993n, least: -9223372036854775808n, safe: 9007199254740991, real: 1.5 }])
  })

  test('a whole number is bound as INTEGER, also where the column keeps text', async () => {
    const session = await sessionOn(':memory:')
    await session.run('CREATE TABLE t (a TEXT)')
    await session.run('INSERT INTO t VALUES (?)', [1])
    expect((await session.run('SELECT a, typeof(?) AS type FROM t', [3_000_000_000])).rows).toEqual([{ a: '1', type: 'integer' }])
  })

  test('booleans are 1 and 0, blobs come back byte for byte, NULL is null', async () => {
    const session = await sessionOn(':memory:')
    const bytes = new Uint8Array([9, 0, 1, 255, 9]).subarray(1, 4)
    const { rows } = await session.run('SELECT ? AS yes, ? AS no, ? AS blob, ? AS none, ? AS text', [true, false, bytes, null, 'ß€😀'])
    expect(rows).toEqual([{ yes: 1, no: 0, blob: new Uint8Array([0, 1, 255]), none: null, text: 'ß€😀' }])
    expect(rows[0]?.['blob']?.constructor).toBe(Uint8Array)
  })

  test('identifiers of any alphabet are column names', async () => {
    const session = await sessionOn(':memory:')
    expect((await session.run('SELECT 1 AS "größe", 2 AS "表"')).rows).toEqual([{ größe: 1, 表: 2 }])
  })
})

describe('affected', () => {
  test.each([
    ['an INSERT', "INSERT INTO t VALUES (3, 'c'), (4, 'd')", 2],
    ['an UPDATE', "UPDATE t SET b = 'x'", 2],
    ['a DELETE that finds nothing', 'DELETE FROM t WHERE a = 99', 0],
    ['an INSERT with RETURNING', "INSERT INTO t VALUES (3, 'c') RETURNING a", 1],
    ['an UPDATE with RETURNING', "UPDATE t SET b = 'x' RETURNING a", 2],
    ['an UPDATE with RETURNING that finds nothing', "UPDATE t SET b = 'x' WHERE a = 99 RETURNING a", 0],
    ['an upsert that does nothing', "INSERT INTO t VALUES (1, 'z') ON CONFLICT DO NOTHING RETURNING a", 0],
    ['a WITH … DELETE', 'WITH old AS (SELECT 1 AS a) DELETE FROM t WHERE a IN (SELECT a FROM old) RETURNING a', 1],
    ['a SELECT after changes', 'SELECT * FROM t', 0],
    ['a CREATE TABLE after changes', 'CREATE TABLE u (a)', 0],
    ['a CREATE TABLE AS after changes', 'CREATE TABLE u AS SELECT * FROM t', 0],
    ['a PRAGMA with rows', 'PRAGMA user_version', 0],
    ['a PRAGMA with rows that changes something', 'PRAGMA journal_mode = OFF', 0],
  ])('of %s', async (_, text, affected) => {
    const session = await sessionOn(':memory:')
    await session.run('CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT)')
    await session.run("INSERT INTO t VALUES (1, 'a'), (2, 'b')")
    expect((await session.run(text)).affected).toBe(affected)
  })
})

describe('one statement', () => {
  test('a text of two statements is refused and neither runs', async () => {
    const session = await sessionOn(':memory:')
    const error = await rejection(session.run('CREATE TABLE a (x); CREATE TABLE b (x)'))
    expect(error).toMatchObject({ reason: 'syntax', outcome: 'not-applied' })
    expect((await session.run('SELECT name FROM sqlite_schema')).rows).toEqual([])
  })

  test('white space and comments after it are no second statement', async () => {
    const session = await sessionOn(':memory:')
    expect((await session.run('SELECT 1 AS a; -- done\n /* really */ ')).rows).toEqual([{ a: 1 }])
  })

  test('a NUL character is refused, because the client would drop what follows it', async () => {
    const session = await sessionOn(':memory:')
    expect((await rejection(session.run("SELECT 1 \0 AND 'never read'"))).reason).toBe('syntax')
    const block = { statements: ['CREATE TABLE t (a)\0garbage'], foreignKeys: 'enforced' } as const
    expect(await rejection(session.batch([block]))).toMatchObject({ reason: 'syntax', at: { block: 0, statement: 0 } })
    expect((await session.run('SELECT name FROM sqlite_schema')).rows).toEqual([])
  })

  test('a transaction opened as text is rolled back and refused', async () => {
    const session = await sessionOn(':memory:')
    expect((await rejection(session.run('BEGIN'))).message).toContain('begin()')
    const transaction = await session.begin()
    await transaction.rollback()
  })
})
