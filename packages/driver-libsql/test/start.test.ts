// Owns: many processes that open one fresh file at the same moment.

import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createClient } from '@libsql/client'
import { expect, test } from 'vitest'
import { scratchFile } from './session.ts'

const PROGRAM = `
  import { libsql } from ${JSON.stringify(join(import.meta.dirname, '..', 'dist', 'index.js'))}
  const [, file, journalMode, at] = process.argv
  const driver = libsql({ url: file, timeoutMs: 50, ...(journalMode === 'wal' ? { journalMode } : {}) })
  await new Promise((resolve) => setTimeout(resolve, at - Date.now()))
  for (;;) {
    try {
      const session = await driver.open('write')
      await session.batch([{ statements: ['CREATE TABLE IF NOT EXISTS t (pid)', \`INSERT INTO t VALUES (\${process.pid})\`], foreignKeys: 'enforced' }])
      await session.close()
      break
    } catch (error) {
      if (error.name !== 'DriverError' || error.reason !== 'lock-timeout' || !error.retryable || error.outcome !== 'not-applied') throw error
    }
  }
  await driver.close()
`

test.each(['delete', 'wal'])(
  '12 processes all write, and fail with nothing but retryable waiting (journal mode %s)',
  async (journalMode) => {
    const file = scratchFile()
    const at = String(Date.now() + 1500)
    const start = (): Promise<unknown> =>
      promisify(execFile)(process.execPath, ['--input-type=module', '--eval', PROGRAM, file, journalMode, at])
    await Promise.all(Array.from({ length: 12 }, start))
    const client = createClient({ url: `file:${file}` })
    expect((await client.execute('SELECT count(DISTINCT pid), count(*) FROM t')).rows[0]).toMatchObject({ 0: 12, 1: 12 })
    expect((await client.execute('PRAGMA journal_mode')).rows[0]?.[0]).toBe(journalMode)
    client.close()
  },
  60_000,
)
