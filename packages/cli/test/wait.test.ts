// Owns: `migrate wait` against servers and files that come, do not come, or refuse.
// Must not know: how it asks.

import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { expect, it, onTestFinished } from 'vitest'
import { readDuration, writeDuration } from '../src/duration.ts'
import { startSqld } from '../../driver-libsql/test/sqld.ts'
import { listening } from './listening.ts'
import { folderWith, migrate, start } from './spawned.ts'

it('ends as soon as the server answers', async () => {
  const closed = createServer((socket) => socket.destroy())
  const port = await listening(closed)
  const started = start(folderWith(), ['wait', '--json', '--url', `ws://127.0.0.1:${port}`])
  // It has asked once, in vain; only now does the server start.
  await once(closed, 'connection')
  closed.close()
  await once(closed, 'close')
  const server = await startSqld({ port })
  onTestFinished(async () => server.stop())
  const { code, stdout } = await started.ended
  expect(code).toBe(0)
  const { result } = JSON.parse(stdout) as { result: { kind: string; attempts: number } }
  expect(result.kind).toBe('answered')
  expect(result.attempts).toBeGreaterThan(1)
})

it('does not need a folder of migrations, and makes no file', async () => {
  const folder = folderWith()
  expect(await migrate(folder, ['wait', '--url', 'sqlite:app.db'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('app.db answers') as string,
  })
})

it('is exit code 3 when somebody else keeps the database', async () => {
  const folder = folderWith()
  const holder = new BetterSqlite3(join(folder, 'app.db'))
  onTestFinished(() => void holder.close())
  holder.exec('CREATE TABLE t (id INTEGER); BEGIN EXCLUSIVE')
  expect(await migrate(folder, ['wait', '--url', 'sqlite:app.db', '--wait-timeout', '1ms'])).toMatchObject({
    code: 3,
    stderr: expect.stringMatching(/^error: The database did not answer within .*\n {2}next: Another process holds it\./) as string,
  })
})

it('is exit code 4 when nobody answers', async () => {
  expect(await migrate(folderWith(), ['wait', '--url', 'ws://127.0.0.1:1', '--wait-timeout', '120ms'])).toMatchObject({
    code: 4,
    stderr: expect.stringMatching(/did not answer within .*ECONNREFUSED/) as string,
  })
})

it.each([
  ['30', 30_000, '30.0 s'],
  ['1.5s', 1_500, '1.5 s'],
  ['500ms', 500, '500 ms'],
  ['2m', 120_000, '2 min 0 s'],
  ['0', 0, '0 ms'],
])('%s is %i milliseconds, and is written %s', (text, ms, written) => {
  expect(readDuration('--wait-timeout', text)).toBe(ms)
  expect(writeDuration(ms)).toBe(written)
})
