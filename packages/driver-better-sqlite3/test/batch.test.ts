// Owns: blocks: atomic each, in order, with foreign keys on or off.

import BetterSqlite3 from 'better-sqlite3'
import { expect, test } from 'vitest'
import type { Block } from '@godwit/core/driver'
import { rejection, scratchFile, sessionOn } from './session.ts'

const enforced = (...statements: string[]): Block => ({ statements, foreignKeys: 'enforced' })
const suspended = (...statements: string[]): Block => ({ statements, foreignKeys: 'suspended' })

const FAMILY = [
  'CREATE TABLE parent (id INTEGER PRIMARY KEY)',
  'CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER NOT NULL REFERENCES parent(id) ON DELETE CASCADE)',
  'INSERT INTO parent VALUES (1)',
  'INSERT INTO child VALUES (1, 1)',
]
const REBUILD = [
  'CREATE TABLE parent_new (id INTEGER PRIMARY KEY, name TEXT)',
  'INSERT INTO parent_new (id) SELECT id FROM parent',
  'DROP TABLE parent',
  'ALTER TABLE parent_new RENAME TO parent',
]

test('the blocks before a failed one hold, the failed one left nothing, those after it did not run', async () => {
  const session = await sessionOn(scratchFile())
  const finished: number[] = []
  const blocks = [
    enforced('CREATE TABLE a (x)'),
    enforced('CREATE TABLE b (x)', 'INSERT INTO nowhere VALUES (1)'),
    enforced('CREATE TABLE c (x)'),
  ]
  const note = (n: number): 'continue' => {
    finished.push(n)
    return 'continue'
  }
  const error = await rejection(session.batch(blocks, note))
  expect(error).toMatchObject({ reason: 'missing-object', outcome: 'not-applied', at: { block: 1, statement: 1 } })
  expect(finished).toEqual([0])
  expect((await session.run('SELECT name FROM sqlite_schema')).rows).toEqual([{ name: 'a' }])
})

test('a batch that is told to stop does not begin the next block', async () => {
  const session = await sessionOn(scratchFile())
  await session.batch([enforced('CREATE TABLE a (x)'), enforced('CREATE TABLE b (x)')], () => 'stop')
  expect((await session.run('SELECT name FROM sqlite_schema')).rows).toEqual([{ name: 'a' }])
})

test('timers fire while a long batch runs', async () => {
  const session = await sessionOn(':memory:')
  const work = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) SELECT max(i) FROM n'
  let state: 'continue' | 'stop' = 'continue'
  setTimeout(() => (state = 'stop'), 1)
  let blocks = 0
  await session.batch(
    Array.from({ length: 2000 }, () => enforced(work)),
    () => {
      blocks += 1
      return state
    },
  )
  expect(blocks).toBeLessThan(2000)
})

test('a violation that is found at the commit is placed after the last statement', async () => {
  const session = await sessionOn(scratchFile())
  await session.batch([
    enforced('CREATE TABLE p (id INTEGER PRIMARY KEY)', 'CREATE TABLE c (p REFERENCES p(id) DEFERRABLE INITIALLY DEFERRED)'),
  ])
  const error = await rejection(session.batch([enforced('INSERT INTO c VALUES (7)')]))
  expect(error).toMatchObject({ reason: 'constraint', outcome: 'not-applied', at: { block: 0, statement: 1 } })
  expect((await session.run('SELECT * FROM c')).rows).toEqual([])
})

test('a table is rebuilt without losing the rows that refer to it, and foreign keys are on again afterwards (E-X9)', async () => {
  const session = await sessionOn(scratchFile())
  await session.batch([enforced(...FAMILY), suspended(...REBUILD)])
  expect((await session.run('SELECT * FROM child')).rows).toEqual([{ id: 1, parent: 1 }])
  expect((await session.run('PRAGMA foreign_keys')).rows).toEqual([{ foreign_keys: 1 }])
})

test('with foreign keys enforced the same rebuild deletes them: what the switch is for', async () => {
  const session = await sessionOn(scratchFile())
  await session.batch([enforced(...FAMILY), enforced(...REBUILD)])
  expect((await session.run('SELECT * FROM child')).rows).toEqual([])
})

test('foreign keys are on again after a failed block, and stay off where they were off', async () => {
  const session = await sessionOn(scratchFile())
  await rejection(session.batch([suspended('CREATE TABLE a (x)', 'nonsense')]))
  expect((await session.run('PRAGMA foreign_keys')).rows).toEqual([{ foreign_keys: 1 }])
  await session.run('PRAGMA foreign_keys = OFF')
  await session.batch([suspended('CREATE TABLE a (x)')])
  expect((await session.run('PRAGMA foreign_keys')).rows).toEqual([{ foreign_keys: 0 }])
})

test('a text that ends its transaction stops the batch, and nobody claims that nothing happened', async () => {
  const session = await sessionOn(scratchFile())
  const error = await rejection(session.batch([enforced('CREATE TABLE a (x)', 'COMMIT', 'CREATE TABLE b (x)')]))
  expect(error).toMatchObject({ outcome: 'unknown', at: { block: 0, statement: 1 } })
  expect((await session.run('SELECT name FROM sqlite_schema')).rows).toEqual([{ name: 'a' }])
})

test('a block counts as one round trip, a transaction as its begin, its statements and its end', async () => {
  const session = await sessionOn(scratchFile())
  await session.batch([enforced('CREATE TABLE a (x)', 'INSERT INTO a VALUES (1)'), enforced('INSERT INTO a VALUES (2)')])
  expect(session.roundTrips).toBe(2)
  const transaction = await session.begin()
  await transaction.run('INSERT INTO a VALUES (3)')
  await transaction.commit()
  expect(session.roundTrips).toBe(5)
})

test('a transaction takes its lock when it begins, not at its first write', async () => {
  const file = scratchFile()
  const [one, two] = [await sessionOn(file), await sessionOn({ file, timeoutMs: 1 })]
  const transaction = await one.begin()
  expect(await rejection(two.begin())).toMatchObject({ reason: 'lock-timeout', retryable: true, outcome: 'not-applied' })
  const error = await rejection(two.batch([enforced('SELECT 1', 'CREATE TABLE a (x)')]))
  expect(error).toMatchObject({ reason: 'lock-timeout', at: { block: 0, statement: 0 } })
  await transaction.rollback()
  await (await two.begin()).rollback()
})

test('a reader who holds the file makes the commit a retryable refusal that left nothing', async () => {
  const file = scratchFile()
  const session = await sessionOn({ file, timeoutMs: 20 })
  await session.batch([enforced('CREATE TABLE a (x)', 'INSERT INTO a VALUES (1)')])
  const reader = new BetterSqlite3(file)
  const rows = reader.prepare('SELECT x FROM a UNION SELECT 2').iterate()
  rows.next()
  const error = await rejection(session.batch([enforced('INSERT INTO a VALUES (2)')]))
  expect(error).toMatchObject({ reason: 'lock-timeout', retryable: true, outcome: 'not-applied', at: { block: 0, statement: 1 } })
  rows.return?.()
  reader.close()
  expect((await session.run('SELECT * FROM a')).rows).toEqual([{ x: 1 }])
})
