// Owns: keeping passwords out of messages.
// Must not know: where messages come from.

/** `text` without the secrets, and without the password of whatever looks like a URL. */
export function masked(text: string, secrets: readonly string[]): string {
  const known = secrets.reduce((result, secret) => (secret === '' ? result : result.replaceAll(secret, '***')), text)
  return known.replace(/(\/\/[^/\s:@]*:)[^/\s@]+@/g, '$1***@')
}
