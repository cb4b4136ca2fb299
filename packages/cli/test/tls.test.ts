// Owns: a libSQL server behind TLS: what is trusted is used, what is not is refused in words.
// Must not know: how the client does it.

import { startSqld, type SqldServer } from '@godwit/servers'
import { expect, it, onTestFinished } from 'vitest'
import { folderWith, migrate, TWO } from './spawned.ts'
import { tlsDoor } from './tls-door.ts'

async function started(): Promise<SqldServer> {
  const server = await startSqld()
  onTestFinished(async () => server.stop())
  return server
}

it.each([
  ['libsql:', ''],
  ['libsql:', '?tls=1'],
  ['https:', ''],
  ['wss:', ''],
])('%s//…%s runs migrations over TLS where the certificate is trusted', async (scheme, query) => {
  const server = await started()
  const folder = folderWith(TWO)
  const door = await tlsDoor(server.port, folder)
  const url = ['--url', `${scheme}//127.0.0.1:${door.port}${query}`]
  const options = { env: { NODE_EXTRA_CA_CERTS: door.certificate } }
  expect(await migrate(folder, ['up', ...url], options)).toMatchObject({
    code: 0,
    stderr: '',
    stdout: expect.stringContaining('2 migrations applied') as string,
  })
  expect(await migrate(folder, ['status', '--check', ...url], options)).toMatchObject({ code: 0 })
  expect(await migrate(folder, ['down', '--yes', ...url], options)).toMatchObject({ code: 0 })
  expect(door.entered()).toBeGreaterThanOrEqual(3)
  // The same server without the door: it really was that one.
  expect((await migrate(folder, ['status', '--url', server.http])).stdout).toMatch(
    /^applied\tapp\t0001_users\t.*\npending\tapp\t0002_posts\t/,
  )
})

it.each(['libsql:', 'wss:'])(
  '%s is not spoken with a server whose certificate is not trusted, or made out to somebody else',
  async (scheme) => {
    const server = await started()
    const folder = folderWith(TWO)
    const door = await tlsDoor(server.port, folder)
    const untrusted = await migrate(folder, ['up', '--url', `${scheme}//127.0.0.1:${door.port}?authToken=s3cr3t-t0ken`])
    expect(untrusted).toMatchObject({
      code: 4,
      stderr: expect.stringMatching(/^error: The database cannot be reached.*self-signed certificate/) as string,
    })
    expect(untrusted.stderr).toMatch(/^ {2}next: .*NODE_EXTRA_CA_CERTS/m)
    const other = await tlsDoor(server.port, folder, 'db.example')
    const mistaken = await migrate(folder, ['up', '--url', `${scheme}//127.0.0.1:${other.port}?authToken=s3cr3t-t0ken`], {
      env: { NODE_EXTRA_CA_CERTS: other.certificate },
    })
    expect(mistaken).toMatchObject({
      code: 4,
      stderr: expect.stringMatching(/^error: The database cannot be reached.*127\.0\.0\.1.*cert/) as string,
    })
    for (const { stdout, stderr } of [untrusted, mistaken]) expect(stdout + stderr).not.toContain('s3cr3t-t0ken')
    // Nothing was written: the tables of the history would be there after the first message.
    expect((await migrate(folder, ['status', '--url', server.http])).stdout).toMatch(/^pending.*\npending.*\n$/)
  },
)
