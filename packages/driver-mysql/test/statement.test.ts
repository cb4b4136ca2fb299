// Owns: what one statement takes and gives.

import { describeOn } from '@godwit/servers/vitest'
import { createPool } from 'mysql2'
import { expect, onTestFinished, test } from 'vitest'
import { rejection, sessionOn } from './session.ts'

describeOn('mariadb', (server) => {
  test('values come as they are in the database, whatever the client was configured to make of them', async () => {
    const { url } = await server.freshDatabase()
    const pool = createPool({ uri: url, decimalNumbers: true, jsonStrings: false, nestTables: '_', rowsAsArray: false, timezone: '+05:00' })
    onTestFinished(() => pool.promise().end())
    for (const source of [url, pool]) {
      const session = await sessionOn(source)
      await session.run(
        `CREATE TABLE v (t TINYINT UNSIGNED, b BIGINT UNSIGNED, d DECIMAL(30,10), f FLOAT, y YEAR, day DATE, moment DATETIME(6), at TIME(3),
         bits BIT(3), many BIT(64), j JSON, bytes VARBINARY(9), text VARCHAR(9) CHARACTER SET utf8mb4, kind ENUM('a','b'), yes BOOLEAN, none INT)`,
      )
      await session.run(
        `INSERT INTO v VALUES (255, 18446744073709551615, 12345678901234567890.0123456789, 1.5, 2026, '2026-03-29', '2026-03-29 02:30:00.123456',
         '-12:00:00.5', b'101', ~0, '{"b": 9007199254740993}', X'00FF', 'ß😀', 'b', TRUE, NULL)`,
      )
      expect((await session.run('SELECT * FROM v')).rows).toEqual([
        {
          t: 255,
          b: 18446744073709551615n,
          d: '12345678901234567890.0123456789',
          f: 1.5,
          y: 2026,
          day: '2026-03-29',
          moment: '2026-03-29 02:30:00.123456',
          at: '-12:00:00.500',
          bits: 5,
          many: 18446744073709551615n,
          j: '{"b": 9007199254740993}',
          bytes: new Uint8Array([0, 255]),
          text: 'ß😀',
          kind: 'b',
          yes: 1,
          none: null,
        },
      ])
      await session.run('DROP TABLE v')
    }
  })

  test('a question mark in a string, a name or a comment is no parameter', async () => {
    const session = await sessionOn((await server.freshDatabase()).url)
    const text = `SELECT ? AS \`a?\`, '?' AS b, "?" AS c, /* ? */ ? AS d, -- ?\n 1-? AS e # ?`
    expect((await session.run(text, ['x', 'y', -1])).rows).toEqual([{ 'a?': 'x', b: '?', c: '?', d: 'y', e: 2 }])
    expect((await session.run('SELECT?AS a', [5])).rows).toEqual([{ a: 5 }])
    expect(await rejection(session.run('SELECT ?, ?', [1]))).toMatchObject({ outcome: 'not-applied', reason: 'unknown' })
    expect(await rejection(session.run('SELECT ?', [1, 2]))).toMatchObject({ outcome: 'not-applied', reason: 'unknown' })
  })

  test.each(['', 'NO_BACKSLASH_ESCAPES', 'ANSI_QUOTES'])(
    'a bound text is itself, and nothing else is read of it (sql_mode %j)',
    async (mode) => {
      const session = await sessionOn((await server.freshDatabase()).url)
      await session.run(`SET SESSION sql_mode = '${mode}'`)
      const nasty = [`'`, `\\`, `\\'`, `'; DROP TABLE t; -- `, `"`, '\0', '\n', '%_', '\\0', '\u001a', `x' OR '1'='1`]
      for (const text of nasty) expect((await session.run('SELECT ? AS t', [text])).rows, JSON.stringify(text)).toEqual([{ t: text }])
    },
  )

  test.each([
    'INSERT INTO t VALUES (1); INSERT INTO t VALUES (2)',
    "INSERT INTO t VALUES (1); SELECT 'abc",
    'INSERT INTO t VALUES (1); /*! INSERT INTO t VALUES (2)',
    '/*! INSERT INTO t VALUES (1); INSERT INTO t VALUES (2) */',
    'INSERT INTO t VALUES (1)\0; DROP TABLE t',
  ])('of %j nothing runs, alone and in a transaction', async (text) => {
    const session = await sessionOn((await server.freshDatabase()).url)
    await session.run('CREATE TABLE t (a INT)')
    expect(await rejection(session.run(text))).toMatchObject({ reason: 'syntax', outcome: 'not-applied' })
    const transaction = await session.begin()
    expect(await rejection(transaction.run(text))).toMatchObject({ reason: 'syntax', outcome: 'not-applied' })
    await transaction.commit()
    expect((await session.run('SELECT count(*) AS n FROM t')).rows).toEqual([{ n: 0 }])
  })

  test('where the server reads two statements and we read one, the outcome is called unknown', async () => {
    const session = await sessionOn((await server.freshDatabase()).url)
    await session.run('CREATE TABLE t (a VARCHAR(99))')
    await session.run(`SET SESSION sql_mode = 'NO_BACKSLASH_ESCAPES'`)
    const error = await rejection(session.run(`INSERT INTO t VALUES ('\\'); INSERT INTO t VALUES (1) -- ')`))
    expect(error).toMatchObject({ reason: 'unknown', outcome: 'unknown' })
  })

  test('affected counts rows found, and nothing where no rows are changed', async () => {
    const session = await sessionOn((await server.freshDatabase()).url)
    await session.run('CREATE TABLE t (a INT PRIMARY KEY, b INT)')
    const affected = async (text: string): Promise<number> => (await session.run(text)).affected
    expect(await affected('INSERT INTO t VALUES (1, 1), (2, 1), (3, 1)')).toBe(3)
    expect(await affected('UPDATE t SET b = 1')).toBe(3)
    expect(await affected('INSERT INTO t VALUES (4, 1) RETURNING a')).toBe(1)
    expect(await affected('DELETE FROM t WHERE a > 3 RETURNING a')).toBe(1)
    expect(await affected('ALTER TABLE t ADD COLUMN c INT, ALGORITHM = COPY')).toBe(0)
    expect(await affected('CREATE TABLE u AS SELECT * FROM t')).toBe(0)
    expect(await affected('SELECT * FROM t')).toBe(0)
    await session.run('CREATE PROCEDURE p() BEGIN SELECT 7 AS seven; UPDATE t SET b = 2; END')
    expect(await session.run('CALL p()')).toEqual({ rows: [{ seven: 7 }], affected: 3 })
  })

  test('a table may have the name of a function', async () => {
    const session = await sessionOn((await server.freshDatabase()).url)
    await session.run('CREATE TABLE count (id INT)')
    await session.batch([{ statements: ['CREATE TABLE sum (id INT)'], foreignKeys: 'enforced' }])
  })

  test('a lock that is waited for too long ends the transaction, all of it', async () => {
    const { url } = await server.freshDatabase()
    const [holder, waiter] = [await sessionOn(url), await sessionOn({ url, lockTimeoutMs: 1 })]
    await holder.run('CREATE TABLE t (a INT PRIMARY KEY, b INT)')
    await holder.run('INSERT INTO t VALUES (1, 1), (2, 1)')
    const held = await holder.begin()
    await held.run('UPDATE t SET b = 2 WHERE a = 1')
    const waiting = await waiter.begin()
    await waiting.run('UPDATE t SET b = 3 WHERE a = 2')
    expect(await rejection(waiting.run('UPDATE t SET b = 3 WHERE a = 1'))).toMatchObject({
      reason: 'lock-timeout',
      retryable: true,
      outcome: 'not-applied',
    })
    expect((await rejection(waiting.run('UPDATE t SET b = 4 WHERE a = 2'))).message).toContain('rolled back')
    expect((await rejection(waiting.commit())).outcome).toBe('not-applied')
    await waiting.rollback()
    await held.commit()
    expect((await waiter.run('SELECT b FROM t ORDER BY a')).rows).toEqual([{ b: 2 }, { b: 1 }])
  })

  test('after a deadlock nothing of the transaction goes on', async () => {
    const { url } = await server.freshDatabase()
    const [one, two] = [await sessionOn(url), await sessionOn(url)]
    await one.run('CREATE TABLE t (a INT PRIMARY KEY, b INT)')
    await one.run('INSERT INTO t VALUES (1, 0), (2, 0)')
    const [first, second] = [await one.begin(), await two.begin()]
    await first.run('UPDATE t SET b = 1 WHERE a = 1')
    await second.run('UPDATE t SET b = 2 WHERE a = 2')
    const ends = await Promise.allSettled([first.run('UPDATE t SET b = 1 WHERE a = 2'), second.run('UPDATE t SET b = 2 WHERE a = 1')])
    const lost = ends.findIndex((end) => end.status === 'rejected')
    const [winner, loser] = lost === 0 ? [second, first] : [first, second]
    expect(ends[lost]).toMatchObject({ reason: { reason: 'deadlock', retryable: true, outcome: 'not-applied' } })
    expect((await rejection(loser.run('INSERT INTO t VALUES (3, 3)'))).outcome).toBe('not-applied')
    await loser.rollback()
    await winner.commit()
    expect((await one.run('SELECT count(*) AS n FROM t')).rows).toEqual([{ n: 2 }])
  })

  test('ALTER TABLE does not wait for ever for a table that somebody reads', async () => {
    const { url } = await server.freshDatabase()
    const [reader, writer] = [await sessionOn(url), await sessionOn({ url, lockTimeoutMs: 1 })]
    await reader.run('CREATE TABLE t (a INT)')
    const reading = await reader.begin()
    await reading.run('SELECT * FROM t')
    expect(await rejection(writer.run('ALTER TABLE t ADD COLUMN b INT'))).toMatchObject({ reason: 'lock-timeout', retryable: true })
    await reading.rollback()
    await writer.run('ALTER TABLE t ADD COLUMN b INT')
  })
})
