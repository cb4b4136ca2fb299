// Owns: `migrate wait` against servers and files that come, do not come, or refuse.
// Must not know: how it asks.

import { generateKeyPairSync } from 'node:crypto'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { startSqld } from '@godwit/servers'
import BetterSqlite3 from 'better-sqlite3'
import { expect, it, onTestFinished } from 'vitest'
import { readDuration, writeDuration } from '../src/text/duration.ts'
import { listening } from './listening.ts'
import { folderWith, migrate, TWO } from './spawned.ts'

it('ends as soon as the server answers', async () => {
  const server = await startSqld()
  onTestFinished(async () => server.stop())
  let refused = 0
  const door = createServer((socket) => {
    if (refused < 2) {
      refused++
      socket.once('data', () => socket.destroy())
      return
    }
    const inside = connect(server.port, '127.0.0.1')
    socket.on('error', () => inside.destroy()).pipe(inside)
    inside.on('error', () => socket.destroy()).pipe(socket)
  })
  const port = await listening(door)
  onTestFinished(() => void door.close())
  const { code, stdout } = await migrate(folderWith(), ['wait', '--json', '--url', `http://127.0.0.1:${port}`])
  expect(code).toBe(0)
  expect(refused).toBe(2)
  expect(JSON.parse(stdout)).toMatchObject({ result: { kind: 'answered', attempts: 3 } })
})

it('gives up at once on a token that is wrong: waiting does not mend it', async () => {
  const { publicKey } = generateKeyPairSync('ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  const server = await startSqld({ jwtKey: publicKey })
  onTestFinished(async () => server.stop())
  const folder = folderWith(TWO)
  for (const command of ['wait', 'up', 'status']) {
    const { code, stdout, stderr } = await migrate(folder, [command, '--url', `${server.http}?authToken=wr0ng-t0ken`])
    expect({ command, code, stderr }).toEqual({
      command,
      code: 4,
      stderr: expect.stringMatching(/^error: The database did not accept the user, password or token/) as string,
    })
    expect(stderr).toContain('next: Check the user, the password or the token.')
    expect(stdout + stderr).not.toContain('wr0ng-t0ken')
  }
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
  expect(await migrate(folderWith(), ['wait', '--url', 'ws://127.0.0.1:1', '--wait-timeout', '3s'])).toMatchObject({
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
