// Owns: SHA-256, by the runtime itself where it answers at once.
// Must not know: what is hashed.

import { sha256 as digest } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

type Hash = (text: string) => string

/** The part of `node:crypto` that is used. Not imported: core runs where there is no Node. */
interface Crypto {
  readonly hash?: (algorithm: 'sha256', text: string, encoding: 'hex') => string
}

type GetBuiltin = (name: string) => Crypto | undefined

const native = (globalThis as { readonly process?: { readonly getBuiltinModule?: GetBuiltin } }).process?.getBuiltinModule?.(
  'node:crypto',
)?.hash

/** For runtimes without a hash that answers at once; `crypto.subtle` makes its caller wait. */
export const portableSha256: Hash = (text) => bytesToHex(digest(utf8ToBytes(text)))

/**
 * SHA-256 of the text as UTF-8, in lower-case hex. JavaScript that hashes a hundred migrations in a process that has just
 * begun takes longer than applying them to an SQLite file; hence not the portable one everywhere.
 */
export const sha256: Hash = native === undefined ? portableSha256 : (text) => native('sha256', text, 'hex')
