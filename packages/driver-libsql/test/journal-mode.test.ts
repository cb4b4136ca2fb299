// Owns: the switch to write-ahead logging.

import { createClient, type Client } from '@libsql/client'
import { expect, onTestFinished, test } from 'vitest'
import { libsql } from '../src/index.ts'
import { rejection, scratchFile } from './session.ts'

function clientOf(file: string): Client {
  const client = createClient({ url: `file:${file}` })
  onTestFinished(() => client.close())
  return client
}

async function journalMode(file: string): Promise<unknown> {
  return (await clientOf(file).execute('PRAGMA journal_mode')).rows[0]?.[0]
}

test('happens when the driver is closed, after everything else', async () => {
  const url = scratchFile()
  const driver = libsql({ url, journalMode: 'wal' })
  const session = await driver.open('write')
  await session.run('CREATE TABLE t (a)')
  expect((await session.run('PRAGMA journal_mode')).rows).toEqual([{ journal_mode: 'delete' }])
  await session.close()
  await driver.close()
  expect(await journalMode(url)).toBe('wal')
})

test('does not happen unasked, nor after reading', async () => {
  const url = scratchFile()
  const unasked = libsql(url)
  await (await unasked.open('write')).run('CREATE TABLE t (a)')
  await unasked.close()
  const reading = libsql({ url, journalMode: 'wal' })
  await (await reading.open('read')).run('SELECT * FROM t')
  await reading.close()
  expect(await journalMode(url)).toBe('delete')
})

test('waits for a reader, and gives up with a retryable error while what was written holds', async () => {
  const url = scratchFile()
  const driver = libsql({ url, journalMode: 'wal', timeoutMs: 1 })
  await (await driver.open('write')).run('CREATE TABLE t (a)')
  const reading = await clientOf(url).transaction('deferred')
  await reading.execute('SELECT * FROM t')
  expect(await rejection(driver.close())).toMatchObject({ reason: 'lock-timeout', retryable: true })
  const closing = driver.close()
  // Behind the first attempt, which is over when the event loop turns: only a second one can succeed.
  setImmediate(() => void reading.rollback())
  await closing
  expect(await journalMode(url)).toBe('wal')
})

test('is refused where there is no file', () => {
  for (const url of [':memory:', 'http://127.0.0.1:1']) expect(() => libsql({ url, journalMode: 'wal' })).toThrow('journal mode')
})
