// Owns: keeping tokens and passwords out of messages.
// Must not know: where messages come from.

import { withoutSecrets } from '@godwit/core/driver'

const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/(\/\/[^/\s:@]*:)[^/\s@]+@/g, '$1***@'],
  [/(authToken=)[^&\s"']+/gi, '$1***'],
  [/(Bearer\s+)[^\s"',]+/gi, '$1***'],
]

/** `text` without `secret`, and without whatever looks like one. */
export function masked(text: string, secret: string | undefined): string {
  const known = secret === undefined ? text : withoutSecrets(text, [secret])
  return PATTERNS.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), known)
}
