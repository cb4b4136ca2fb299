// Owns: the switch to write-ahead logging.

import BetterSqlite3 from 'better-sqlite3'
import { expect, test } from 'vitest'
import { betterSqlite3 } from '../src/index.ts'
import { rejection, scratchFile } from './session.ts'

function journalMode(file: string): unknown {
  const database = new BetterSqlite3(file)
  try {
    return database.pragma('journal_mode', { simple: true })
  } finally {
    database.close()
  }
}

test('happens when the driver is closed, after everything else', async () => {
  const file = scratchFile()
  const driver = betterSqlite3({ file, journalMode: 'wal' })
  const session = await driver.open('write')
  await session.run('CREATE TABLE t (a)')
  expect((await session.run('PRAGMA journal_mode')).rows).toEqual([{ journal_mode: 'delete' }])
  await session.close()
  await driver.close()
  expect(journalMode(file)).toBe('wal')
})

test('does not happen after reading', async () => {
  const file = scratchFile()
  new BetterSqlite3(file).exec('CREATE TABLE t (a)').close()
  const driver = betterSqlite3({ file, journalMode: 'wal' })
  await (await driver.open('read')).close()
  await driver.close()
  expect(journalMode(file)).toBe('delete')
})

test('waits for a reader, and happens when it has gone', async () => {
  const file = scratchFile()
  const driver = betterSqlite3({ file, journalMode: 'wal', timeoutMs: 1 })
  const session = await driver.open('write')
  await session.run('CREATE TABLE t (a)')
  await session.close()
  const reader = new BetterSqlite3(file)
  reader.exec('BEGIN; SELECT * FROM t')
  const closing = driver.close()
  // Behind the first attempt, which is over when the event loop turns: only a second one can succeed.
  setImmediate(() => reader.close())
  await closing
  expect(journalMode(file)).toBe('wal')
})

test('that never gets its turn is a retryable error, and what was written holds', async () => {
  const file = scratchFile()
  const driver = betterSqlite3({ file, journalMode: 'wal', timeoutMs: 1 })
  await (await driver.open('write')).run('CREATE TABLE t (a)')
  const reader = new BetterSqlite3(file)
  reader.exec('BEGIN; SELECT * FROM t')
  expect(await rejection(driver.close())).toMatchObject({ reason: 'lock-timeout', retryable: true })
  reader.close()
  await driver.close()
  expect(journalMode(file)).toBe('wal')
}, 20_000)
