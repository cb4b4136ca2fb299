// Owns: what one statement takes and gives, on a file and on a server alike.

import { createClient } from '@libsql/client'
import { expect, onTestFinished, test } from 'vitest'
import { libsql } from '../src/index.ts'
import { rejection, scratchFile, scratchServer, sessionOn } from './session.ts'

const PLACES: readonly [string, () => Promise<string> | string][] = [
  ['memory', () => ':memory:'],
  ['http', async () => (await scratchServer()).http],
  ['ws', async () => (await scratchServer()).ws],
]

test.each(PLACES)('values come back as they were (%s)', async (_, place) => {
  const session = await sessionOn(await place())
  const bytes = new Uint8Array([9, 0, 1, 255, 9]).subarray(1, 4)
  const { rows } = await session.run(
    'SELECT ? AS yes, ? AS no, ? AS blob, ? AS none, ? AS text, typeof(?) AS type, 9007199254740993 AS big, -9223372036854775808 AS least, 9007199254740991 AS safe, 1.5 AS "größe"',
    [true, false, bytes, null, 'ß€😀', 3_000_000_000],
  )
  const expected = { yes: 1, no: 0, blob: new Uint8Array([0, 1, 255]), none: null, text: 'ß€😀', type: 'integer' }
  expect(rows).toEqual([{ ...expected, big: 9007199254740993n, least: -9223372036854775808n, safe: 9007199254740991, größe: 1.5 }])
})

test.each(PLACES)('affected is right, with RETURNING too (%s)', async (_, place) => {
  const session = await sessionOn(await place())
  await session.run('CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT)')
  const affected = async (text: string): Promise<number> => (await session.run(text)).affected
  expect(await affected("INSERT INTO t VALUES (1, 'a'), (2, 'b')")).toBe(2)
  expect(await affected("UPDATE t SET b = 'returning' RETURNING a")).toBe(2)
  expect(await affected("UPDATE t SET b = 'x' WHERE a = 99 RETURNING a")).toBe(0)
  expect(await affected("INSERT INTO t VALUES (1, 'z') ON CONFLICT DO NOTHING RETURNING a")).toBe(0)
  expect(await affected(`SELECT a AS "returning" FROM t WHERE b = 'returning'`)).toBe(0)
  expect(await affected('WITH old AS (SELECT 1 AS a) DELETE FROM t WHERE a IN (SELECT a FROM old) RETURNING a')).toBe(1)
  expect(await affected('WITH x AS (SELECT 1 AS "RETURNING") SELECT "RETURNING" FROM x')).toBe(0)
  expect(await affected('CREATE TABLE u AS SELECT * FROM t')).toBe(0)
  const transaction = await session.begin()
  expect((await transaction.run('DELETE FROM t RETURNING a')).affected).toBe(1)
  expect((await transaction.run('SELECT 1')).affected).toBe(0)
  await transaction.rollback()
})

test.each(PLACES)('C-D12: a text of two statements is refused and neither runs, alone and in a transaction (%s)', async (_, place) => {
  const session = await sessionOn(await place())
  const text = 'CREATE TABLE a (x); CREATE TABLE b (x)'
  expect(await rejection(session.run(text))).toMatchObject({ reason: 'syntax', outcome: 'not-applied' })
  const transaction = await session.begin()
  expect(await rejection(transaction.run(text))).toMatchObject({ reason: 'syntax', outcome: 'not-applied' })
  await transaction.rollback()
  expect((await session.run('SELECT name FROM sqlite_schema')).rows).toEqual([])
})

test.each(PLACES)('a NUL character is refused, because the client would drop what follows it (%s)', async (_, place) => {
  const session = await sessionOn(await place())
  expect((await rejection(session.run("SELECT 1 \0 AND 'never read'"))).reason).toBe('syntax')
  const error = await rejection(session.batch([{ statements: ['SELECT 1', 'CREATE TABLE t (a)\0x'], foreignKeys: 'enforced' }]))
  expect(error).toMatchObject({ reason: 'syntax', at: { block: 0, statement: 1 } })
})

test.each(PLACES)('one statement may hold semicolons (%s)', async (_, place) => {
  const session = await sessionOn(await place())
  await session.run('CREATE TABLE t (a)')
  await session.run("CREATE TRIGGER g AFTER INSERT ON t BEGIN UPDATE t SET a = 'x;y'; SELECT 1; END;")
  await session.run('INSERT INTO t VALUES (1); -- done')
  expect((await session.run("SELECT a, ';' AS b FROM t")).rows).toEqual([{ a: 'x;y', b: ';' }])
})

test('EXPLAIN of what writes is refused, because the client would leave it unfinished; of what reads it answers', async () => {
  const session = await sessionOn(scratchFile())
  await session.run('CREATE TABLE t (a INTEGER)')
  for (const text of [
    'EXPLAIN DELETE FROM t',
    'EXPLAIN QUERY PLAN UPDATE t SET a = 1',
    'explain query plan WITH x AS (SELECT 1 AS b) INSERT INTO t SELECT b FROM x',
  ]) {
    expect(await rejection(session.run(text))).toMatchObject({ outcome: 'not-applied', retryable: false })
    const transaction = await session.begin()
    expect(await rejection(transaction.run(text))).toMatchObject({ outcome: 'not-applied' })
    await transaction.rollback()
  }
  for (const text of ['EXPLAIN SELECT a FROM t', "EXPLAIN QUERY PLAN WITH x AS (SELECT replace('a', 'b', 'c') AS b) SELECT b FROM x"])
    expect((await session.run(text)).rows.length).toBeGreaterThan(0)
  await session.run('INSERT INTO t VALUES (1)')
  expect((await session.run('SELECT a FROM t')).rows).toHaveLength(1)
})

test('VACUUM and PRAGMA, which a transaction refuses or ignores, run outside of one', async () => {
  const session = await sessionOn(scratchFile())
  await session.run('CREATE TABLE t (a)')
  await session.run('VACUUM')
  await session.run('/* first */ PRAGMA foreign_keys = OFF')
  expect((await session.run('PRAGMA foreign_keys')).rows).toEqual([{ foreign_keys: 0 }])
  await session.run('PRAGMA user_version = 7')
  expect((await session.run('PRAGMA user_version')).rows).toEqual([{ user_version: 7 }])
})

test('a client that gives integers as text is refused, one that gives numbers is not', async () => {
  const clients = (['string', 'number', 'bigint'] as const).map((intMode) => createClient({ url: ':memory:', intMode }))
  onTestFinished(() => clients.forEach((client) => client.close()))
  const [texts, numbers, bigints] = clients.map((client) => libsql(client).open('read'))
  expect((await rejection(texts ?? Promise.resolve())).message).toContain('intMode')
  for (const opening of [numbers, bigints]) expect((await (await opening)?.run('SELECT 1 AS one'))?.rows).toEqual([{ one: 1 }])
  expect((await rejection((await numbers)?.run('SELECT 9007199254740993') ?? Promise.resolve())).outcome).toBe('unknown')
})
