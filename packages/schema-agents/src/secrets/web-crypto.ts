// Owns: the few things of Web Crypto that this package uses: hashes, random bytes, AES-256-GCM, and bytes as text.
// Must not know: what is hashed or hidden.

interface CryptoKey {
  readonly type: string
}
interface Gcm {
  readonly name: 'AES-GCM'
  readonly iv: Uint8Array
  readonly additionalData: Uint8Array
  readonly tagLength: 128
}
// Declared here: the package is compiled without the types of Node or of a browser, and runs in both.
declare const crypto: {
  readonly subtle: {
    digest(algorithm: 'SHA-256', data: Uint8Array): Promise<ArrayBuffer>
    importKey(format: 'raw', key: Uint8Array, algorithm: 'AES-GCM', extractable: false, uses: readonly string[]): Promise<CryptoKey>
    encrypt(algorithm: Gcm, key: CryptoKey, data: Uint8Array): Promise<ArrayBuffer>
    decrypt(algorithm: Gcm, key: CryptoKey, data: Uint8Array): Promise<ArrayBuffer>
  }
  getRandomValues(into: Uint8Array): Uint8Array
}
declare const TextEncoder: new () => { encode(text: string): Uint8Array }
declare const TextDecoder: new (
  name: 'utf-8',
  options: { readonly fatal: true; readonly ignoreBOM: true },
) => { decode(bytes: Uint8Array): string }
declare function btoa(bytes: string): string
declare function atob(text: string): string

/** How many bytes at the end of what `encrypted` returns are its seal. */
export const TAG_BYTES: number = 16

const gcm = (iv: Uint8Array, additionalData: Uint8Array): Gcm => ({ name: 'AES-GCM', iv, additionalData, tagLength: 128 })

/** Lower-case hexadecimal. */
export async function sha256(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', bytesOf(text)))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

export function randomBytes(count: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(count))
}

export async function encrypted(key: Uint8Array, iv: Uint8Array, bound: string, plain: string): Promise<Uint8Array> {
  const imported = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt'])
  return new Uint8Array(await crypto.subtle.encrypt(gcm(iv, bytesOf(bound)), imported, bytesOf(plain)))
}

/** Rejects where the key, the bytes or what they are bound to is another. */
export async function decrypted(key: Uint8Array, iv: Uint8Array, bound: string, hidden: Uint8Array): Promise<string> {
  const imported = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['decrypt'])
  const plain = await crypto.subtle.decrypt(gcm(iv, bytesOf(bound)), imported, hidden)
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(new Uint8Array(plain))
}

export function base64(bytes: Uint8Array): string {
  let characters = ''
  for (const byte of bytes) characters += String.fromCharCode(byte)
  return btoa(characters)
}

/** Throws on what is no base64. */
export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
