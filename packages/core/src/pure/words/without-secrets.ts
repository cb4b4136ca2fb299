// Owns: taking passwords and tokens out of a text that is about to be shown.
// Must not know: where the text comes from, which secrets there are.

const MASK = '***'

/** Shorter than this, a secret is found in other words: `x` in `execute`. */
const SHORT = 4

/** `text` without any of `secrets`, wherever one stands; a short one where it is a word by itself. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  let clean = text
  // The longest first, or a secret that contains another would be left in part.
  for (const secret of secrets.toSorted((a, b) => b.length - a.length)) {
    if (secret !== '') clean = secret.length < SHORT ? clean.replace(asWord(secret), MASK) : clean.replaceAll(secret, MASK)
  }
  return clean
}

function asWord(secret: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}_])${secret.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}(?![\\p{L}\\p{N}_])`, 'gu')
}
