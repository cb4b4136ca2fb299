// Owns: what is different over PGlite, which works in this process and says only when it is asked what state it is in.
// Must not know: servers, what the laws of every driver say already.

import { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { pg } from '../src/index.ts'
import { block, hear, ids, rejection, sessionOn } from './scratch.ts'

// One for the whole file: it takes seconds to start.
const database = await PGlite.create()
afterAll(() => database.close())
beforeEach(async () => {
  await database.exec('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
})

it('counts characters of every plane in positions, in a run and in a batch', async () => {
  const session = await sessionOn(database)
  const text = "SELECT '😀é☃' AS smile, no_such_column"
  const position = text.indexOf('no_such_column')
  expect(await rejection(session.run(text))).toMatchObject({ position, at: undefined })
  const inBatch = await rejection(session.batch([block("SELECT '😀'"), block("SELECT '😀😀'", text)]))
  expect(inBatch).toMatchObject({ position, at: { block: 1, statement: 1 } })
})

it('stop never comes too late: each block is a message by itself', async () => {
  const session = await sessionOn(database)
  await session.run('CREATE TABLE items (id integer PRIMARY KEY)')
  const heard: number[] = []
  await session.batch([block('INSERT INTO items VALUES (1)'), block('INSERT INTO items VALUES (2)')], hear(heard, 'stop'))
  expect(heard).toEqual([0])
  expect(await ids(session)).toEqual([1])
})

it('COPY … FROM STDIN is refused instead of waited for', async () => {
  const session = await sessionOn(database)
  await session.run('CREATE TABLE items (id integer)')
  expect((await rejection(session.run('COPY items FROM STDIN'))).reason).toBe('syntax')
  expect((await rejection(session.batch([block('COPY items FROM STDIN')]))).reason).toBe('syntax')
})

it('an open transaction of its owner is left alone, and refused is what would be part of it, until it has ended', async () => {
  const session = await sessionOn(database)
  await session.run('CREATE TABLE items (id integer)')
  for (const end of ['ROLLBACK', 'COMMIT']) {
    await database.exec('BEGIN; INSERT INTO items VALUES (1)')
    const attempts = [
      () => pg(database).open('read'),
      () => session.run('INSERT INTO items VALUES (2)'),
      () => session.batch([block('INSERT INTO items VALUES (3)')]),
      () => session.begin(),
    ]
    for (const attempt of attempts)
      expect(await rejection(attempt())).toMatchObject({ reason: 'lock-timeout', outcome: 'not-applied', retryable: true })
    await database.exec(end)
    expect(await ids(session)).toEqual(end === 'COMMIT' ? [1] : [])
  }
})

it.each(['COMMIT', 'ROLLBACK'])('a transaction that its owner ended by %s is not called committed, and takes nothing more', async (end) => {
  const session = await sessionOn(database)
  await session.run('CREATE TABLE items (id integer)')
  const ended = { reason: 'unknown', outcome: 'unknown', message: expect.stringContaining('ended the transaction') }
  const first = await session.begin()
  await first.run('INSERT INTO items VALUES (1)')
  await database.exec(end)
  expect(await rejection(first.run('INSERT INTO items VALUES (2)'))).toMatchObject(ended)
  await rejection(first.commit())
  await first.rollback()
  expect(await ids(session)).toEqual(end === 'COMMIT' ? [1] : [])
  const next = await session.begin()
  await next.run('INSERT INTO items VALUES (3)')
  await database.exec(end)
  expect(await rejection(next.commit())).toMatchObject(ended)
  await (await session.begin()).rollback()
})

it('whoever could not be served in time while its owner was at work is served afterwards', async () => {
  let release = (): void => {}
  const atWork = database.runExclusive(
    () =>
      new Promise<void>((resolve) => {
        release = resolve
      }),
  )
  const driver = pg(database, { connectTimeoutMs: 20 })
  expect(await rejection(driver.open('write'))).toMatchObject({ reason: 'connection', outcome: 'not-applied' })
  release()
  await atWork
  const session = await sessionOn(database)
  expect((await session.run('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
})
