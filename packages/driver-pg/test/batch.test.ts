// Owns: blocks in one message: which of them hold, which statement failed, and what is heard when.
// Must not know: what the laws of every driver say already.

import { expect, it } from 'vitest'
import { describeOn } from '@godwit/servers/vitest'
import { pg } from '../src/index.ts'
import { block, clientOn, hear, ids, rejection, sessionOn } from './scratch.ts'

const ITEMS = 'CREATE TABLE items (id integer PRIMARY KEY)'
const insert = (id: number): string => `INSERT INTO items (id) VALUES (${id})`

describeOn('postgres-15', (server) => {
  it('sends a hundred blocks in one round trip', async () => {
    const session = await sessionOn((await server.freshDatabase()).url)
    await session.run(ITEMS)
    const before = session.roundTrips
    const heard: number[] = []
    await session.batch(
      Array.from({ length: 100 }, (_, id) => block(insert(id), `UPDATE items SET id = ${id} WHERE id = ${id}`)),
      hear(heard),
    )
    expect(session.roundTrips - before).toBe(1)
    expect(heard).toEqual(Array.from({ length: 100 }, (_, id) => id))
    expect(await ids(session)).toHaveLength(100)
  })

  it('keeps the blocks before a statement that fails, and nothing of its own', async () => {
    const session = await sessionOn((await server.freshDatabase()).url)
    await session.run(ITEMS)
    const heard: number[] = []
    const error = await rejection(
      session.batch([block(insert(1)), block(insert(2)), block(insert(3), insert(1)), block(insert(4))], hear(heard)),
    )
    expect(error).toMatchObject({ reason: 'constraint', outcome: 'not-applied', code: '23505', at: { block: 2, statement: 1 } })
    expect(heard).toEqual([0, 1])
    expect(await ids(session)).toEqual([1, 2])
  })

  it('runs nothing when a later text cannot be read, and says which it is', async () => {
    const session = await sessionOn((await server.freshDatabase()).url)
    const heard: number[] = []
    const error = await rejection(session.batch([block(ITEMS), block(insert(1), 'INSERT INTO items (id) VALUSE (2)')], hear(heard)))
    expect(error).toMatchObject({
      reason: 'syntax',
      outcome: 'not-applied',
      at: { block: 1, statement: 1 },
      position: 'INSERT INTO items (id) '.length,
    })
    expect(heard).toEqual([])
    expect((await rejection(ids(session))).reason).toBe('missing-object')
  })

  it.each(['none', 'transaction'] as const)('counts characters of every plane in positions (pooler: %s)', async (pooler) => {
    const session = await sessionOn((await server.freshDatabase()).url, { pooler })
    const text = "SELECT '😀é☃' AS smile, no_such_column"
    const position = text.indexOf('no_such_column')
    const inBatch = await rejection(session.batch([block("SELECT '😀'", 'SELECT 1 -- 😀'), block("SELECT '😀😀'", text)]))
    expect(inBatch).toMatchObject({ at: { block: 1, statement: 1 }, position, reason: 'missing-object' })
    expect(await rejection(session.run(text))).toMatchObject({ position, at: undefined })
  })

  // The server would count characters from the message's beginning to each of them: a minute for a message of four megabytes.
  it('has nothing noted with a place in the message where it announces a block', async () => {
    const client = await clientOn((await server.freshDatabase()).url)
    const places: unknown[] = []
    client.on('notice', ({ position }) => places.push(position))
    const session = await sessionOn(client)
    await session.batch([block(ITEMS), block(insert(1)), block(insert(2))])
    expect(places).toEqual([undefined, undefined])
  })

  // What a dump of PostgreSQL begins with, and what many a connection is given.
  it.each(['notice', 'warning', 'error'])(
    'announces a block while the next one is still waiting (client_min_messages: %s)',
    async (least) => {
      const { url } = await server.freshDatabase()
      const [session, other] = [await sessionOn(`${url}?options=-c%20client_min_messages%3D${least}`), await sessionOn(url)]
      await session.run(ITEMS)
      const held = await other.begin()
      await held.run('LOCK TABLE items')
      const heard: number[] = []
      await session.batch([block('CREATE TABLE others (id integer)'), block(insert(1))], (index) => {
        heard.push(index)
        // Were it not announced before, the second block would wait until it is refused.
        if (index === 0) void held.rollback()
        return 'continue'
      })
      expect(heard).toEqual([0, 1])
    },
  )

  it.each(['none', 'transaction'] as const)('stop cancels what is still under way (pooler: %s)', async (pooler) => {
    const { url } = await server.freshDatabase()
    const [session, other] = [await sessionOn(url, { lockTimeoutMs: 0, pooler }), await sessionOn(url)]
    await session.run(ITEMS)
    const held = await other.begin()
    await held.run('LOCK TABLE items')
    const heard: number[] = []
    // Nobody lets go of the table: without a cancel this would not end.
    await session.batch([block('CREATE TABLE others (id integer)'), block(insert(1)), block(insert(2))], hear(heard, 'stop'))
    expect(heard).toEqual([0])
    await held.rollback()
    expect(await ids(session)).toEqual([])
    await session.batch([block(insert(3))])
    expect(await ids(session)).toEqual([3])
  })

  it('a callback that throws ends the batch, and its error is what the caller sees', async () => {
    const session = await sessionOn((await server.freshDatabase()).url)
    await session.run(ITEMS)
    const ours = new Error('ours')
    const work = session.batch([block(insert(1)), block(insert(2))], () => {
      throw ours
    })
    await expect(work).rejects.toBe(ours)
    await session.run(insert(9))
    expect(await ids(session)).toContain(1)
  })

  it('a text that ends its transaction is found out, and nobody is told that its block holds', async () => {
    const session = await sessionOn((await server.freshDatabase()).url)
    await session.run(ITEMS)
    for (const ending of ['COMMIT', 'ROLLBACK', 'END', 'ABORT', "PREPARE TRANSACTION 'x'"]) {
      const heard: number[] = []
      const error = await rejection(session.batch([block(insert(1), ending, insert(2))], hear(heard)))
      if (!ending.startsWith('PREPARE')) expect(error).toMatchObject({ outcome: 'unknown', at: { block: 0, statement: 1 } })
      expect(heard).toEqual([])
      await session.run('DELETE FROM items')
    }
    await session.batch([block('SAVEPOINT here', insert(1), 'ROLLBACK TO SAVEPOINT here', insert(2))])
    expect(await ids(session)).toEqual([2])
  })

  it('a statement that rules turn into several still counts as one', async () => {
    const session = await sessionOn((await server.freshDatabase()).url)
    await session.run(ITEMS)
    await session.run('CREATE TABLE copies (id integer)')
    await session.run(
      'CREATE RULE also AS ON INSERT TO items DO ALSO (INSERT INTO copies VALUES (NEW.id); INSERT INTO copies VALUES (NEW.id))',
    )
    await session.run('CREATE RULE instead AS ON DELETE TO items DO INSTEAD NOTHING')
    const error = await rejection(session.batch([block(insert(1), 'DELETE FROM items', insert(2)), block(insert(3), 'SELECT 1/0')]))
    expect(error.at).toEqual({ block: 1, statement: 1 })
    expect(await ids(session)).toEqual([1, 2])
    expect(await ids(session, 'copies')).toEqual([1, 1, 2, 2])
  })

  it('COPY … FROM STDIN is refused and does not wait for data', async () => {
    const session = await sessionOn((await server.freshDatabase()).url)
    await session.run(ITEMS)
    for (const text of ['COPY items FROM STDIN', '/* a comment */ copy items from stdin']) {
      expect(await rejection(session.run(text))).toMatchObject({ reason: 'syntax', outcome: 'not-applied' })
      expect(await rejection(session.batch([block(text)]))).toMatchObject({ reason: 'syntax', at: { block: 0, statement: 0 } })
    }
    expect(await ids(session)).toEqual([])
  })

  it('texts beyond what a message may have go into several, and are still told apart', async () => {
    const session = await sessionOn((await server.freshDatabase()).url)
    await session.run(ITEMS)
    const long = `SELECT '${'x'.repeat(5 * 2 ** 20)}'`
    const before = session.roundTrips
    await session.batch([block(long, insert(1)), block(long, insert(2)), block(insert(3))])
    expect(session.roundTrips - before).toBe(2)
    const error = await rejection(session.batch([block(long), block(long, insert(1))]))
    expect(error.at).toEqual({ block: 1, statement: 1 })
    expect(await ids(session)).toEqual([1, 2, 3])
  })

  it('a lock that somebody holds too long is lock-timeout, may be tried again, and the limit stays in its transaction', async () => {
    const { url } = await server.freshDatabase()
    const [session, other] = [await sessionOn(url, { lockTimeoutMs: 50 }), await sessionOn(url)]
    await session.run(ITEMS)
    const before = (await session.run('SHOW lock_timeout')).rows
    const held = await other.begin()
    await held.run('LOCK TABLE items')
    const expected = { reason: 'lock-timeout', outcome: 'not-applied', retryable: true, code: '55P03' }
    expect(await rejection(session.batch([block(insert(1))]))).toMatchObject({ ...expected, at: { block: 0, statement: 0 } })
    const transaction = await session.begin()
    expect(await rejection(transaction.run(insert(1)))).toMatchObject(expected)
    await transaction.rollback()
    await held.rollback()
    expect((await session.run('SHOW lock_timeout')).rows).toEqual(before)
  })

  it('a driver that is handed nothing to do sends nothing', async () => {
    const driver = pg((await server.freshDatabase()).url)
    const session = await driver.open('write')
    const before = session.roundTrips
    await session.batch([])
    expect(session.roundTrips).toBe(before)
    await driver.close()
  })
})
