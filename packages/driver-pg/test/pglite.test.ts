// Owns: the driver over PGlite.
// Must not know: servers. Not all laws can be heard there: a statement that waits keeps this whole process waiting.

import { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { Migrator } from '@godwit/core'
import { pg } from '../src/index.ts'
import { block, hear, ids, rejection, sessionOn } from './scratch.ts'

// One for the whole file: it takes seconds to start.
const database = await PGlite.create()
afterAll(() => database.close())
beforeEach(async () => {
  await database.exec('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
})

it('migrates up and down, and stays open', async () => {
  const migrator = new Migrator(pg(database), { line: 'app' })
  migrator.addMigrations([
    {
      id: '1',
      description: 'items',
      up: ['CREATE TABLE items (id integer)', "INSERT INTO items VALUES (1); SELECT ';'"],
      down: ['DROP TABLE items'],
    },
    { id: '2', description: 'more', up: ['INSERT INTO items VALUES (2)'], down: ['DELETE FROM items WHERE id = 2'] },
  ])
  expect((await migrator.up()).outcome).toBe('migrated')
  expect((await migrator.up()).outcome).toBe('up-to-date')
  expect((await database.query('SELECT id FROM items')).rows).toEqual([{ id: 1 }, { id: 2 }])
  expect((await migrator.down({ to: 'nothing' })).outcome).toBe('migrated')
  await migrator.close()
  expect((await database.query("SELECT to_regclass('items') AS items")).rows).toEqual([{ items: null }])
})

it('keeps the blocks before a statement that fails, and says which it is', async () => {
  const session = await sessionOn(database)
  await session.run('CREATE TABLE items (id integer PRIMARY KEY)')
  const heard: number[] = []
  const error = await rejection(
    session.batch([block('INSERT INTO items VALUES (1)'), block('INSERT INTO items VALUES (2)', "SELECT '😀', nowhere")], hear(heard)),
  )
  expect(error).toMatchObject({
    reason: 'missing-object',
    outcome: 'not-applied',
    at: { block: 1, statement: 1 },
    position: "SELECT '😀', ".length,
  })
  expect(heard).toEqual([0])
  expect(await ids(session)).toEqual([1])
})

it('stop ends the batch after that block', async () => {
  const session = await sessionOn(database)
  await session.run('CREATE TABLE items (id integer PRIMARY KEY)')
  const heard: number[] = []
  await session.batch([block('INSERT INTO items VALUES (1)'), block('INSERT INTO items VALUES (2)')], hear(heard, 'stop'))
  expect(heard).toEqual([0])
  expect(await ids(session)).toEqual([1])
})

it('values go in and come out', async () => {
  const session = await sessionOn(database)
  const values = [7, 9007199254740993n, 0.1, 'é☃😀', null, true, Uint8Array.of(0, 255)]
  const types = ['int8', 'int8', 'float8', 'text', 'text', 'boolean', 'bytea']
  const columns = types.map((type, index) => `$${index + 1}::${type} AS c${index}`).join(', ')
  expect(Object.values((await session.run(`SELECT ${columns}`, values)).rows[0] ?? {})).toEqual(values)
})

it('sessions take turns', async () => {
  const [one, two] = [await sessionOn(database), await sessionOn(database)]
  await one.run('CREATE TABLE items (id integer)')
  const held = await one.begin()
  expect(await rejection(two.begin())).toMatchObject({ reason: 'lock-timeout', retryable: true })
  await held.run('INSERT INTO items VALUES (1)')
  await held.rollback()
  expect(await ids(two)).toEqual([])
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
