// Owns: names that nobody else has.
// Must not know: what is named.

/** The part of `node:crypto` that is used. Not imported: core runs where there is no Node. */
interface Crypto {
  readonly randomUUID?: () => string
}

type GetBuiltin = (name: string) => Crypto | undefined

/** A random UUID. On Node by the module that hashes too: the global `crypto` would load the whole of Web Cryptography. */
export function uuid(): string {
  const native = (globalThis as { readonly process?: { readonly getBuiltinModule?: GetBuiltin } }).process?.getBuiltinModule?.(
    'node:crypto',
  )
  return native?.randomUUID?.() ?? crypto.randomUUID()
}
