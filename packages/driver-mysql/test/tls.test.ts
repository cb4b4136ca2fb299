// Owns: encryption: that it is there when asked for, and that a certificate is looked at when asked for.

import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startMariadb, type MariadbServer } from '@godwit/servers'
import { describeHaving } from '@godwit/servers/vitest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rejection, sessionOn } from './session.ts'

const openssl = spawnSync('openssl', ['version']).status === 0

describe.skipIf(!openssl)(openssl ? 'with certificates' : 'with certificates (skipped: there is no openssl to make them)', async () => {
  await describeHaving(['mariadb'], 'on a MariaDB that has one', () => {
    let folder = ''
    let server: MariadbServer
    const path = (name: string): string => join(folder, name)

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'godwit-tls-'))
      chmodSync(folder, 0o755)
      const make = (...args: readonly string[]): void => void execFileSync('openssl', [...args], { cwd: folder, stdio: 'ignore' })
      const request = (key: string, name: string): string[] => [
        'req',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-keyout',
        key,
        '-subj',
        `/CN=${name}`,
      ]
      make(...request('ca.key', 'Godwit test authority'), '-x509', '-days', '2', '-out', 'ca.pem')
      make(...request('server.key', 'elsewhere.example'), '-out', 'server.csr')
      make('x509', '-req', '-in', 'server.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-out', 'server.pem')
      for (const name of ['ca.pem', 'server.pem', 'server.key']) chmodSync(path(name), 0o644)
      server = await startMariadb({ settings: { 'ssl-ca': path('ca.pem'), 'ssl-cert': path('server.pem'), 'ssl-key': path('server.key') } })
    })
    afterAll(async () => {
      await server?.stop()
      rmSync(folder, { recursive: true, force: true })
    })

    const address = (): string => new URL('/mysql', server.url).href
    const cipher = async (parameters: string): Promise<unknown> => {
      const session = await sessionOn(`${address()}${parameters}`, 'read')
      return (await session.run("SHOW SESSION STATUS LIKE 'Ssl_cipher'")).rows[0]?.['Value']
    }

    test('nothing is encrypted unless it is asked for', async () => {
      expect(await cipher('')).toBe('')
      expect(await cipher('?ssl-mode=DISABLED')).toBe('')
    })

    test.each(['?ssl-mode=REQUIRED', '?ssl-mode=PREFERRED', '?sslmode=require'])(
      '%s encrypts, and takes any certificate',
      async (parameters) => {
        expect(await cipher(parameters)).toMatch(/\w/)
      },
    )

    test('verify-ca takes a certificate of an authority that it was given, and no other', async () => {
      expect(await cipher(`?ssl-mode=VERIFY_CA&ssl-ca=${encodeURIComponent(path('ca.pem'))}`)).toMatch(/\w/)
      const session = await sessionOn({ url: address(), ssl: { ca: readFileSync(path('ca.pem')) } }, 'read')
      await session.run('SELECT 1')
      expect(await rejection(cipher('?ssl-mode=VERIFY_CA'))).toMatchObject({
        reason: 'connection',
        outcome: 'not-applied',
        code: 'HANDSHAKE_SSL_ERROR',
      })
      const missing = `?ssl-mode=VERIFY_CA&ssl-ca=${encodeURIComponent(path('nowhere.pem'))}`
      expect(await rejection(cipher(missing))).toMatchObject({ reason: 'connection', outcome: 'not-applied', code: 'ENOENT' })
    })

    test('verify-identity refuses the certificate of another host', async () => {
      const url = server.url.replace('127.0.0.1', 'localhost')
      const error = await rejection(sessionOn(`${url}?ssl-mode=VERIFY_IDENTITY&ssl-ca=${encodeURIComponent(path('ca.pem'))}`, 'read'))
      expect(error).toMatchObject({ reason: 'connection', outcome: 'not-applied' })
      expect(error.message).toContain('elsewhere.example')
    })
  })
})
