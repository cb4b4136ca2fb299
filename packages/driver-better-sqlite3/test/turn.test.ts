// Owns: who may use a connection while a transaction is open on it.

import BetterSqlite3 from 'better-sqlite3'
import { describe, expect, onTestFinished, test } from 'vitest'
import { betterSqlite3 } from '../src/index.ts'
import { rejection, scratchFile, sessionOn } from './session.ts'

function handedIn(): InstanceType<typeof BetterSqlite3> {
  const database = new BetterSqlite3(scratchFile())
  onTestFinished(() => void database.close())
  return database
}

test('a session whose transaction is open takes nothing else', async () => {
  const session = await sessionOn(scratchFile())
  const transaction = await session.begin()
  for (const work of [session.run('SELECT 1'), session.begin(), session.batch([{ statements: ['SELECT 1'], foreignKeys: 'enforced' }])]) {
    expect(await rejection(work)).toMatchObject({ retryable: false, outcome: 'not-applied' })
  }
  await transaction.rollback()
  await session.run('SELECT 1')
})

describe('sessions that share a connection', () => {
  test.each([
    ['a database in memory', () => ':memory:'],
    ['a database that was handed in', handedIn],
  ])('wait for each other on %s', async (_, source) => {
    const driver = betterSqlite3(source())
    const [one, two] = await Promise.all([driver.open('write'), driver.open('write')])
    const transaction = await one.begin()
    await transaction.run('CREATE TABLE t (a)')
    expect(await rejection(two.run('INSERT INTO t VALUES (1)'))).toMatchObject({ reason: 'lock-timeout', retryable: true })
    await transaction.commit()
    await two.run('INSERT INTO t VALUES (1)')
    expect((await one.run('SELECT * FROM t')).rows).toEqual([{ a: 1 }])
    await driver.close()
  })

  test("a transaction of the connection's owner is neither joined nor ended (E-X3)", async () => {
    const database = handedIn()
    const session = await sessionOn(database)
    database.exec('BEGIN')
    database.exec('CREATE TABLE mine (a)')
    expect((await rejection(session.run('SELECT 1'))).reason).toBe('lock-timeout')
    await session.close()
    expect(database.inTransaction).toBe(true)
    database.exec('COMMIT')
  })
})

test('closing a session rolls back what it left open', async () => {
  const driver = betterSqlite3(handedIn())
  const session = await driver.open('write')
  const transaction = await session.begin()
  await transaction.run('CREATE TABLE t (a)')
  await session.close()
  await session.close()
  expect((await rejection(transaction.commit())).outcome).toBe('not-applied')
  const next = await driver.open('read')
  expect((await next.run('SELECT name FROM sqlite_schema')).rows).toEqual([])
  expect((await rejection(session.run('SELECT 1'))).reason).toBe('connection')
})

test('a transaction that SQLite rolled back takes no further statement, and its rollback is harmless', async () => {
  const session = await sessionOn(scratchFile())
  await session.run('CREATE TABLE t (a UNIQUE ON CONFLICT ROLLBACK)')
  const transaction = await session.begin()
  await transaction.run('INSERT INTO t VALUES (1)')
  expect((await rejection(transaction.run('INSERT INTO t VALUES (1)'))).reason).toBe('constraint')
  expect((await rejection(transaction.run('INSERT INTO t VALUES (2)'))).message).toContain('not open any more')
  expect((await rejection(transaction.commit())).outcome).toBe('not-applied')
  await transaction.rollback()
  expect((await session.run('SELECT * FROM t')).rows).toEqual([])
})

test('a transaction takes nothing after its end', async () => {
  const session = await sessionOn(scratchFile())
  const transaction = await session.begin()
  await transaction.run('CREATE TABLE t (a)')
  await transaction.commit()
  expect((await rejection(transaction.run('DROP TABLE t'))).message).toContain('ended')
  await transaction.rollback()
  expect((await session.run('SELECT name FROM sqlite_schema')).rows).toEqual([{ name: 't' }])
})

test('a database that was handed in stays open', async () => {
  const database = handedIn()
  const driver = betterSqlite3(database)
  await (await driver.open('write')).close()
  await driver.close()
  await driver.close()
  expect(database.open).toBe(true)
  database.close()
  expect((await rejection((await driver.open('read')).run('SELECT 1'))).reason).toBe('connection')
})
