// Owns: how a tenant's key looks, and what of it is stored.
// Must not know: tables, tenants.

import { base64, randomBytes, sha256 } from '../../secrets/web-crypto.ts'
import { assertText } from '../../sql/kind.ts'

const SHOWN = 8

/** 32 random bytes: nobody guesses it, so that a fast hash of it is enough. */
export function newApiKey(): string {
  return `ten_${base64(randomBytes(32)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`
}

/** The columns of a key. Of a short one that a caller chose, no more than a quarter is shown. */
export async function storedKey(apiKey: string): Promise<{ readonly api_key: string; readonly api_key_prefix: string }> {
  if (apiKey === '') throw new TypeError('An empty text is no key.')
  return {
    api_key: await hashOf(apiKey),
    api_key_prefix: apiKey.slice(0, Math.min(SHOWN, Math.floor(apiKey.length / 4))),
  }
}

/** Rejects with `TypeError` on what is no text: null would have the hash of the key `null`. */
export async function hashOf(apiKey: string): Promise<string> {
  assertText(apiKey, 'api_key')
  return `sha256:${await sha256(apiKey)}`
}
