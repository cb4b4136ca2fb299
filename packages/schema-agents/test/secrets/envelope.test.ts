// Owns: secrets as they lie in a column.
// Must not know: tables.

import { createDecipheriv } from 'node:crypto'
import { expect, test } from 'vitest'
import { type Envelope, type SecretKey, sealed, unsealed } from '../../src/secrets/envelope.ts'

const key: SecretKey = { kid: '2026-11', key: Uint8Array.from({ length: 32 }, (_, n) => n) }

test.each(['', 'a', 'ünï 🦩 \u0000', '\uFEFFmark', 'x'.repeat(200_000)])('what was hidden is the same when it is opened', async (plain) => {
  expect(await unsealed([key], 'here', await sealed(key, 'here', plain))).toBe(plain)
})

test('an envelope is AES-256-GCM with the place as additional data, for whoever reads it without this package', async () => {
  const { v, kid, alg, iv, ct, tag } = await sealed(key, 'tenant|name', 'plain')
  expect({ v, kid, alg }).toEqual({ v: 1, kid: '2026-11', alg: 'A256GCM' })
  const decipher = createDecipheriv('aes-256-gcm', key.key, Buffer.from(iv, 'base64'))
  decipher.setAAD(Buffer.from('tenant|name')).setAuthTag(Buffer.from(tag, 'base64'))
  expect(Buffer.concat([decipher.update(Buffer.from(ct, 'base64')), decipher.final()]).toString()).toBe('plain')
})

test('the same text is hidden otherwise each time', async () => {
  const [one, other] = [await sealed(key, 'here', 'plain'), await sealed(key, 'here', 'plain')]
  expect(one.iv).not.toBe(other.iv)
  expect(one.ct).not.toBe(other.ct)
})

test.each<[string, (envelope: Envelope) => unknown, string]>([
  ['of another kid', (envelope) => ({ ...envelope, kid: 'other' }), 'key'],
  ['with other bytes', (envelope) => ({ ...envelope, ct: 'AAAA' }), 'seal'],
  ['with a shorter seal', (envelope) => ({ ...envelope, tag: 'AAAAAA==' }), 'seal'],
  ['that is no base64', (envelope) => ({ ...envelope, iv: '%' }), 'seal'],
  ['of another version', (envelope) => ({ ...envelope, v: 2 }), 'form'],
  ['of another algorithm', (envelope) => ({ ...envelope, alg: 'none' }), 'form'],
  ['that is a text', () => 'plain', 'form'],
  ['that is null', () => null, 'form'],
])('an envelope %s is refused', async (_, change, reason) => {
  const envelope = await sealed(key, 'here', 'top secret')
  const refusal: unknown = await unsealed([key], 'here', change(envelope) as never).catch((error: unknown) => error)
  expect(refusal).toMatchObject({ name: 'SecretRefused', reason })
  expect(String(refusal)).not.toContain('top secret')
})

test('elsewhere it does not open', async () => {
  await expect(unsealed([key], 'there', await sealed(key, 'here', 'plain'))).rejects.toMatchObject({ reason: 'seal' })
})

test('a key that is not of 32 bytes is refused by its name', async () => {
  await expect(sealed({ kid: 'short', key: new Uint8Array(16) }, 'here', 'x')).rejects.toThrow('The key "short" has 16 bytes')
})
