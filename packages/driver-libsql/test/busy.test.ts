// Owns: what a busy file leaves behind: nothing.

import { createClient } from '@libsql/client'
import { describe, expect, onTestFinished, test } from 'vitest'
import { libsql } from '../src/index.ts'
import { rejection, scratchFile, sessionOn } from './session.ts'

const COUNT = 'SELECT count(*) AS n FROM t'

test('the client by itself loses the INSERT that follows a busy one: what the driver is careful for', async () => {
  const file = scratchFile()
  const [holder, client] = [await sessionOn(file), createClient({ url: `file:${file}`, concurrency: 1, timeout: 1 })]
  onTestFinished(() => client.close())
  await holder.run('CREATE TABLE t (a)')
  const transaction = await holder.begin()
  await expect(client.execute('INSERT INTO t VALUES (1)')).rejects.toThrow('locked')
  await transaction.rollback()
  expect((await client.execute('INSERT INTO t VALUES (2)')).rowsAffected).toBe(1)
  expect((await holder.run(COUNT)).rows).toEqual([{ n: 0 }])
})

describe.each([
  ['a file', (file: string) => ({ url: file, timeoutMs: 1 })],
  [
    'a client that was handed in',
    (file: string) => {
      const client = createClient({ url: `file:${file}`, timeout: 1 })
      onTestFinished(() => client.close())
      return client
    },
  ],
])('after having met a lock on %s', (_, source) => {
  test.each([
    ['a statement', (session: Awaited<ReturnType<typeof sessionOn>>) => session.run('INSERT INTO t VALUES (1)')],
    ['a begin', (session: Awaited<ReturnType<typeof sessionOn>>) => session.begin()],
    [
      'a batch',
      (session: Awaited<ReturnType<typeof sessionOn>>) =>
        session.batch([{ statements: ['INSERT INTO t VALUES (1)'], foreignKeys: 'enforced' }]),
    ],
    [
      'a rebuild',
      (session: Awaited<ReturnType<typeof sessionOn>>) =>
        session.batch([{ statements: ['INSERT INTO t VALUES (1)'], foreignKeys: 'suspended' }]),
    ],
  ])('with %s, everything works and holds', async (_name, attempt) => {
    const file = scratchFile()
    const holder = await sessionOn(file)
    await holder.run('CREATE TABLE t (a)')
    const session = await sessionOn(source(file))
    const held = await holder.begin()
    expect(await rejection(attempt(session))).toMatchObject({ reason: 'lock-timeout', retryable: true, outcome: 'not-applied' })
    await held.rollback()

    await session.run('INSERT INTO t VALUES (1)')
    expect((await holder.run(COUNT)).rows).toEqual([{ n: 1 }])
    const transaction = await session.begin()
    await transaction.run('INSERT INTO t VALUES (2)')
    await transaction.commit()
    await session.batch([{ statements: ['INSERT INTO t VALUES (3)'], foreignKeys: 'enforced' }])
    await session.batch([{ statements: ['INSERT INTO t VALUES (4)'], foreignKeys: 'suspended' }])
    expect((await holder.run(COUNT)).rows).toEqual([{ n: 4 }])
    expect((await session.run('PRAGMA foreign_keys')).rows).toEqual([{ foreign_keys: 1 }])
    await holder.run('INSERT INTO t VALUES (5)')
  })
})

test('a commit that a reader refuses left nothing, and succeeds when the reader has gone', async () => {
  const file = scratchFile()
  const session = await sessionOn({ url: file, timeoutMs: 1 })
  await session.run('CREATE TABLE t (a)')
  const reader = createClient({ url: `file:${file}` })
  onTestFinished(() => reader.close())
  const reading = await reader.transaction('deferred')
  await reading.execute('SELECT * FROM t')
  const block = { statements: ['INSERT INTO t VALUES (1)'], foreignKeys: 'enforced' } as const
  expect(await rejection(session.batch([block]))).toMatchObject({
    reason: 'lock-timeout',
    outcome: 'not-applied',
    at: { block: 0, statement: 1 },
  })
  const transaction = await session.begin()
  await transaction.run('INSERT INTO t VALUES (1)')
  expect(await rejection(transaction.commit())).toMatchObject({ reason: 'lock-timeout', outcome: 'not-applied' })
  await reading.rollback()
  await session.batch([block])
  expect((await session.run(COUNT)).rows).toEqual([{ n: 1 }])
})

test('foreign keys are on again after a rebuild that SQLite rolled back by itself', async () => {
  const client = createClient({ url: `file:${scratchFile()}` })
  onTestFinished(() => client.close())
  const session = await libsql(client).open('write')
  await session.run('CREATE TABLE t (a UNIQUE ON CONFLICT ROLLBACK)')
  const statements = ['INSERT INTO t VALUES (1)', 'INSERT INTO t VALUES (1)', 'CREATE TABLE never (a)']
  const error = await rejection(session.batch([{ statements, foreignKeys: 'suspended' }]))
  expect(error).toMatchObject({ reason: 'constraint', outcome: 'not-applied', at: { block: 0, statement: 1 } })
  expect((await session.run('PRAGMA foreign_keys')).rows).toEqual([{ foreign_keys: 1 }])
  expect((await session.run('SELECT name FROM sqlite_schema WHERE type = ?', ['table'])).rows).toEqual([{ name: 't' }])
})
