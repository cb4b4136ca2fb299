// Owns: keeping passwords out of whatever is shown.
// Must not know: where messages come from.

import { withoutSecrets } from '@godwit/core/driver'

/** `text` without any of `secrets`, as they are and percent-encoded, and without the password of any URL in it. */
export function masked(text: string, secrets: readonly string[]): string {
  const forms = secrets.flatMap((secret) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])
  return withoutSecrets(text, forms).replace(/(\/\/[^/\s:@]*:)[^/\s@]+@/g, '$1***@')
}

/** Whether printing `error`, as deep as its own properties go, would show one of `secrets`. */
export function shows(error: unknown, secrets: readonly string[]): boolean {
  const texts: readonly unknown[] =
    typeof error === 'object' && error !== null
      ? Object.getOwnPropertyNames(error).map((name): unknown => Reflect.get(error, name))
      : [error]
  return texts.some((text) => typeof text === 'string' && masked(text, secrets) !== text)
}
