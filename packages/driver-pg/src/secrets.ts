// Owns: keeping passwords out of messages.
// Must not know: where messages come from.

import { withoutSecrets } from '@godwit/core/driver'

/** `text` without the secrets, and without the password of whatever looks like a URL. */
export function masked(text: string, secrets: readonly string[]): string {
  return withoutSecrets(text, secrets).replace(/(\/\/[^/\s:@]*:)[^/\s@]+@/g, '$1***@')
}
