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

it('an open transaction of its owner is left alone', async () => {
  await database.exec('CREATE TABLE items (id integer); BEGIN; INSERT INTO items VALUES (1)')
  expect((await rejection(pg(database).open('read'))).message).toMatch(/open transaction/)
  await database.exec('COMMIT')
  expect(await ids(await sessionOn(database))).toEqual([1])
})
