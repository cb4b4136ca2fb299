// Owns: a secret as it lies in a column: AES-256-GCM under a key of the caller's, which never gets into the database.
// Must not know: tables, what the secret is.

import { type Json, text } from '../sql/kind.ts'
import { SecretRefused } from './secret-refused.ts'
import { base64, decrypted, encrypted, fromBase64, randomBytes, TAG_BYTES } from './web-crypto.ts'

export interface SecretKey {
  /** The key's name, which stands in every secret that it hides: a new key gets a new name, and old secrets stay readable. */
  readonly kid: string
  /** 32 bytes. */
  readonly key: Uint8Array
}

/** Bytes are base64. A type and not an interface, so that it is a JSON value. */
export type Envelope = {
  readonly v: 1
  readonly kid: string
  readonly alg: 'A256GCM'
  readonly iv: string
  readonly ct: string
  readonly tag: string
}

const IV_BYTES = 12
const KEY_BYTES = 32

/** `bound`: where the secret belongs. It is not stored, and moved elsewhere the secret does not open. Rejects with `TypeError` on what is no key. */
export async function sealed({ kid, key }: SecretKey, bound: string, plain: string): Promise<Envelope> {
  assertKey(kid, key)
  const iv = randomBytes(IV_BYTES)
  const hidden = await encrypted(key, iv, bound, plain)
  const end = hidden.length - TAG_BYTES
  return { v: 1, kid, alg: 'A256GCM', iv: base64(iv), ct: base64(hidden.slice(0, end)), tag: base64(hidden.slice(end)) }
}

/** Rejects with `SecretRefused`. */
export async function unsealed(keys: readonly SecretKey[], bound: string, value: Json): Promise<string> {
  if (!isEnvelope(value)) throw new SecretRefused('form', 'What is stored is not a secret of this package.')
  const found = keys.find(({ kid }) => kid === value.kid)
  if (found === undefined)
    throw new SecretRefused('key', `The secret is hidden under the key ${JSON.stringify(value.kid)}, which was not given.`)
  assertKey(found.kid, found.key)
  const refused = new SecretRefused('seal', `The key ${JSON.stringify(value.kid)} does not open the secret. Nothing was read.`)
  try {
    const [iv, ct, tag] = [fromBase64(value.iv), fromBase64(value.ct), fromBase64(value.tag)]
    return await decrypted(found.key, iv, bound, Uint8Array.from([...ct, ...tag]))
  } catch {
    throw refused
  }
}

function isEnvelope(value: Json): value is Envelope {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false
  const { v, alg, ...texts } = value as { readonly [key: string]: Json }
  return v === 1 && alg === 'A256GCM' && ['kid', 'iv', 'ct', 'tag'].every((name) => typeof texts[name] === 'string')
}

function assertKey(kid: string, key: Uint8Array): void {
  // An envelope without the name of its key opens for nobody any more.
  text.encode(kid, 'kid')
  if (key.length !== KEY_BYTES) throw new TypeError(`The key ${JSON.stringify(kid)} has ${key.length} bytes; AES-256 takes 32.`)
}
