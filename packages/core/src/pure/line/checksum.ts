// Owns: what a change of a migration is (law 8): the hash of its tokens, and the hash of its text as it stands.
// Must not know: dialects, files, which of the two hashes anybody compares.

import type { Statement } from '../../model/statement.ts'
import { sha256 } from '../../runtime/sha256.ts'

/**
 * `tokens-sha256:<hex>` over the tokens: white space, comments, line ends, a byte order mark, delimiters and how the
 * statements are spread over strings or files do not change it. Everything else does, the case of a keyword too.
 */
export function checksum(statements: readonly Statement[]): string {
  return checksumOfTokens(encodeTokens(statements))
}

/** NUL cannot occur in a token (split refuses it) and no token is empty: so one ends a token, two end a statement. */
export function encodeTokens(statements: readonly Statement[]): string {
  let encoded = ''
  for (const { tokens } of statements) encoded += `${tokens.join('\0')}\0\0`
  return encoded
}

/** As `checksum`, over what `encodeTokens` gives. */
export function checksumOfTokens(encoded: string): string {
  return `tokens-sha256:${sha256(encoded)}`
}

/** `raw-sha256:<hex>` over the texts as they stand, comments and line ends included. */
export function rawChecksum(texts: readonly string[]): string {
  let encoded = ''
  for (const text of texts) encoded += `${text.length}:${text}`
  return `raw-sha256:${sha256(encoded)}`
}
