// Owns: blocks: how few messages they are, what is counted, what is cancelled, what is left behind.

import { describeOn } from '@godwit/servers/vitest'
import { createPool } from 'mysql2'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Session } from '@godwit/core/driver'
import { mysql } from '../src/index.ts'
import { block, driverOn, numberOf, rejection, sessionOn } from './session.ts'

describeOn('mariadb', (server) => {
  const ways = [
    ['in one message', 'on', 1],
    ['one by one', 'off', undefined],
  ] as const

  describe.each(ways)('%s', (_, multipleStatements, messages) => {
    async function fresh(): Promise<{ readonly url: string; readonly session: Session }> {
      const { url } = await server.freshDatabase()
      const session = await sessionOn({ url, multipleStatements })
      await session.run('CREATE TABLE t (a INT PRIMARY KEY)')
      return { url, session }
    }
    const numbers = async (session: Session): Promise<readonly unknown[]> =>
      (await session.run('SELECT a FROM t ORDER BY a')).rows.map(({ a }) => a)

    test('statements with semicolons, comments and answers of every kind are told apart', async () => {
      const { session } = await fresh()
      const before = session.roundTrips
      const heard: number[] = []
      await session.batch(
        [
          block('INSERT INTO t VALUES (1); -- done', 'INSERT INTO t VALUES (2) # done', '/* nothing */', ''),
          block(),
          block('CREATE PROCEDURE p() BEGIN SELECT 1; INSERT INTO t VALUES (3); SELECT 2; END'),
          block(
            'CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW BEGIN SET @a = 1; SET @b = 2; END',
            'CALL p()',
            'INSERT INTO t VALUES (4)',
          ),
          block('BEGIN NOT ATOMIC SELECT 3; INSERT INTO t VALUES (5); END', '/*!40101 SET @c = 3 */', 'INSERT INTO t VALUES (6)'),
        ],
        (n) => {
          heard.push(n)
          return 'continue'
        },
      )
      expect(heard).toEqual([0, 1, 2, 3, 4])
      expect(await numbers(session)).toEqual([1, 2, 3, 4, 5, 6])
      // What is not surely one statement with one end is the last of its message.
      if (messages !== undefined) expect(session.roundTrips - before - 1).toBe(3)
      const [body] = (
        await session.run(`SELECT routine_definition AS body FROM information_schema.routines WHERE routine_schema = DATABASE()`)
      ).rows
      expect(body).toEqual({ body: 'BEGIN SELECT 1; INSERT INTO t VALUES (3); SELECT 2; END' })
    })

    test.each([
      ['in its middle', 'CREATE TABLE u (a INT, b INT INT, c INT)', "near 'INT, c INT)' at line 1"],
      ['at its last character', 'CREATE TABLE u (a INT,)', "near ')' at line 1"],
      ['behind its end', 'CREATE TABLE u (a INT', "near '' at line "],
      ['in its second line', 'CREATE TABLE u (\n  a INT\n  b INT\n)', "near 'INT\n)' at line 3"],
      ['before a line that is a semicolon', "CREATE TABLE u (a CHAR(9) DEFALT '\n;\n', b INT)", "near ''\n;\n', b INT)' at line "],
    ])('a statement that cannot be read is quoted to its end, and nothing of what follows it: %s', async (_where, wrong, words) => {
      const { session } = await fresh()
      const error = await rejection(session.batch([block('DO 1', wrong, "UPDATE t SET a = 2 WHERE a = 'of others'"), block('DO 2')]))
      expect(error).toMatchObject({ reason: 'syntax', at: { block: 0, statement: 1 } })
      expect(error.message).toContain(words)
      expect(error.message).not.toContain('UPDATE')
    })

    test.each<[string, string, number]>([
      ['a plain statement', 'INSERT INTO t VALUES (1)', 1],
      ['a CALL that gives rows', 'CALL p()', 1],
      ['a compound statement that gives rows', 'BEGIN NOT ATOMIC SELECT 1; SELECT 2; END', 1],
      ['a query', 'SELECT 1', 1],
      ['rows of what is inserted', 'INSERT INTO t VALUES (1) RETURNING a', 1],
      ['an EXECUTE that gives rows', "EXECUTE IMMEDIATE 'SELECT 1'", 1],
      ['an executable comment that is not executed', '/*!999999 SELECT 1 */', 1],
      ['a check of a partition', 'ALTER TABLE parted CHECK PARTITION ALL', 1],
      ['SET STATEMENT', 'SET STATEMENT max_statement_time = 9 FOR SELECT 1', 1],
      ['a SELECT into a variable', 'SELECT 1 INTO @a', 1],
      ['nothing', '-- nothing', 1],
    ])('the statement that failed is found behind %s', async (_name, text) => {
      const { session } = await fresh()
      await session.run('CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; SET @x = 3; END')
      await session.run('CREATE TABLE parted (a INT) PARTITION BY HASH (a) PARTITIONS 2')
      const heard: number[] = []
      const blocks = [
        block('INSERT INTO t VALUES (10)', text, 'INSERT INTO t VALUES (11)'),
        block(text, 'DROP TABLE nowhere', 'INSERT INTO t VALUES (12)'),
      ]
      if (text.startsWith('INSERT')) blocks[1] = block(text.replaceAll('(1)', '(2)'), 'DROP TABLE nowhere', 'INSERT INTO t VALUES (12)')
      const error = await rejection(
        session.batch(blocks, (n) => {
          heard.push(n)
          return 'continue'
        }),
      )
      expect(error).toMatchObject({ at: { block: 1, statement: 1 }, reason: 'missing-object', outcome: 'not-applied' })
      expect(heard).toEqual([0])
      expect(await numbers(session)).toEqual(text.startsWith('INSERT') ? [1, 2, 10, 11] : [10, 11])
    })

    test('INSERT … RETURNING that fails behind its first rows is itself the one that failed', async () => {
      const { session } = await fresh()
      await session.run('INSERT INTO t VALUES (3)')
      const error = await rejection(
        session.batch([block('INSERT INTO t VALUES (0)', 'INSERT INTO t VALUES (1), (2), (3) RETURNING a', 'SELECT 1')]),
      )
      expect(error).toMatchObject({ at: { block: 0, statement: 1 }, reason: 'constraint' })
      expect(await numbers(session)).toEqual([0, 3])
    })

    test.each([
      'SELECT "',
      'INSERT INTO t VALUES (',
      'SELECT 1 /* ',
      '/*! SELECT 1',
      'CREATE PROCEDURE p() BEGIN SELECT 1;',
      'SELECT 1; SELECT 2',
      'SELECT \0 1',
    ])('a text that would swallow what follows swallows nothing: %j', async (text) => {
      const { session } = await fresh()
      const error = await rejection(session.batch([block('INSERT INTO t VALUES (1)'), block(text, 'INSERT INTO t VALUES (2)')]))
      expect(error).toMatchObject({ at: { block: 1, statement: 0 }, reason: 'syntax', outcome: 'not-applied' })
      expect(await numbers(session)).toEqual([1])
    })

    test('a transaction that the texts opened is rolled back when a statement of it fails, and nothing of it goes on', async () => {
      const { session } = await fresh()
      const blocks = [
        block('INSERT INTO t VALUES (1)'),
        block('START TRANSACTION', 'INSERT INTO t VALUES (2)', 'INSERT INTO t VALUES (1)', 'COMMIT'),
      ]
      expect(await rejection(session.batch(blocks))).toMatchObject({ at: { block: 1, statement: 2 }, reason: 'constraint' })
      await session.run('INSERT INTO t VALUES (3)')
      await session.run('ROLLBACK')
      expect(await numbers(session)).toEqual([1, 3])
    })

    test('a transaction that the texts opened is rolled back when a text of it cannot be read', async () => {
      const { session } = await fresh()
      expect((await rejection(session.batch([block('START TRANSACTION', 'INSERT INTO t VALUES (2)', "SELECT ';")]))).at).toEqual({
        block: 0,
        statement: 2,
      })
      await session.run('INSERT INTO t VALUES (3)')
      await session.run('ROLLBACK')
      expect(await numbers(session)).toEqual([3])
    })

    test('what is told to stop does not begin what it has not begun', async () => {
      const { session } = await fresh()
      const heard: number[] = []
      const endless = 'INSERT INTO t SELECT 2 FROM (SELECT BENCHMARK(4000000000, SHA2(1, 512))) AS x'
      const blocks = [
        block('INSERT INTO t VALUES (0)'),
        block('INSERT INTO t VALUES (1)'),
        block(endless),
        block('INSERT INTO t VALUES (3)'),
      ]
      const done = session.batch(multipleStatements === 'on' ? blocks : blocks.filter((_block, n) => n !== 2), (n) => {
        heard.push(n)
        return n === 0 ? 'stop' : 'continue'
      })
      await done
      expect(await numbers(session)).toEqual(heard)
      // Nothing of the cancelling reaches what comes next.
      for (let n = 10; n < 30; n++) await session.run('INSERT INTO t VALUES (?)', [n])
    })

    test('what finished throws is what the batch rejects with, and it stops there', async () => {
      const { session } = await fresh()
      const blocks = [block('INSERT INTO t VALUES (0)'), block('SELECT 1', 'INSERT INTO t VALUES (1)')]
      const finished = (): never => {
        throw new RangeError('enough')
      }
      await expect(session.batch(blocks, finished)).rejects.toThrow('enough')
      await session.run('INSERT INTO t VALUES (2)')
      expect(await numbers(session)).toContain(0)
    })
  })

  test('a hundred blocks are one message, and as many as it takes where that would be too long', async () => {
    const { url } = await server.freshDatabase()
    const session = await sessionOn(url)
    await session.run('CREATE TABLE t (a INT PRIMARY KEY, b LONGTEXT)')
    const before = session.roundTrips
    await session.batch(
      Array.from({ length: 100 }, (_, n) => block(`INSERT INTO t VALUES (${n}, '')`, `UPDATE t SET b = 'x' WHERE a = ${n}`)),
    )
    expect(session.roundTrips - before).toBe(1)
    const long = 'x'.repeat(300_000)
    await session.batch(Array.from({ length: 10 }, (_, n) => block(`INSERT INTO t VALUES (${100 + n}, '${long}')`)))
    expect(session.roundTrips - before).toBe(1 + 4)
    expect((await session.run('SELECT count(*) AS n FROM t')).rows).toEqual([{ n: 110 }])
  })

  test('a statement that the server would not take is refused, and the connection stays', async () => {
    const session = await sessionOn((await server.freshDatabase()).url)
    const [row] = (await session.run('SELECT @@max_allowed_packet AS n')).rows
    const text = `SELECT '${'x'.repeat(Number(row?.['n']))}'`
    for (const attempt of [() => session.batch([block('SELECT 1'), block(text)]), () => session.run(text)]) {
      expect(await rejection(attempt())).toMatchObject({ outcome: 'not-applied', code: 'ER_NET_PACKET_TOO_LARGE' })
    }
    expect((await session.run('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
  })

  test('where there is no second connection to cancel over, everything that was sent runs', async () => {
    const { url } = await server.freshDatabase()
    const pool = createPool({ uri: url, multipleStatements: true, connectionLimit: 1 })
    onTestFinished(() => pool.promise().end())
    const session = await mysql(pool).open('write')
    await session.run('CREATE TABLE t (a INT)')
    const heard: number[] = []
    await session.batch([block('INSERT INTO t VALUES (0)'), block('INSERT INTO t VALUES (1)'), block('INSERT INTO t VALUES (2)')], (n) => {
      heard.push(n)
      return 'stop'
    })
    expect(heard).toEqual([0, 1, 2])
    await session.close()
  })

  test('a connection that is killed in the middle of a message leaves an unknown outcome, at the statement that was under way', async () => {
    const { url } = await server.freshDatabase()
    const session = await sessionOn(url)
    const killer = driverOn(url)
    await session.run('CREATE TABLE t (a INT)')
    let killed: Promise<unknown> | undefined
    const endless = 'INSERT INTO t SELECT 2 FROM (SELECT BENCHMARK(4000000000, SHA2(1, 512))) AS x'
    const error = await rejection(
      session.batch([block('INSERT INTO t VALUES (1)'), block('DO 1', endless), block('DO 2')], () => {
        killed = killer.open('write').then((other) => other.run(`KILL CONNECTION ${numberOf(session)}`))
        return 'continue'
      }),
    )
    expect(error).toMatchObject({ reason: 'connection', outcome: 'unknown', at: { block: 1, statement: 1 } })
    await killed
    expect(await rejection(session.run('SELECT 1'))).toMatchObject({ reason: 'connection', outcome: 'not-applied' })
    await session.close()
  })
})
