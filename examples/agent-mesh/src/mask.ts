// Owns: that no password and no token is shown.
// Must not know: where a text comes from or goes to.

const MASK = '***'
/** Up to the last @: a password that nobody encoded may hold an @, a / or a space of its own. Rather too much than too little. */
const OF_URL = /^([a-z][a-z0-9+.-]*:\/\/[^:/?#@]*):(.*)@/is
const IN_TEXT = /([a-z][a-z0-9+.-]*:\/\/[^\s:/?#@'"`]*):([^\s'"`]*)@/gi
const PARAMETER = /([?&][^=&#\s]*(?:token|pass|pwd|secret|key|auth)[^=&#\s]*=)([^&#\s'"`]+)/gi

/** One database URL, whatever its password is made of. */
export function maskedUrl(url: string): string {
  return masked(url.replace(OF_URL, `$1:${MASK}@`))
}

/** A text with URLs in it. */
export function masked(text: string): string {
  return text.replace(IN_TEXT, `$1:${MASK}@`).replace(PARAMETER, `$1${MASK}`)
}

/** The secrets of a URL as a server or client may repeat them: as written, decoded, encoded. The longest first. */
export function secretsOf(url: string): readonly string[] {
  const written = [OF_URL.exec(url)?.[2], ...[...url.matchAll(PARAMETER)].map(([, , value]) => value)]
  const forms = written.flatMap((secret) => {
    if (secret === undefined || secret === '') return []
    const plain = decoded(secret)
    return [secret, plain, encodeURIComponent(plain), JSON.stringify(plain).slice(1, -1), plain.replaceAll("'", "\\'")]
  })
  // A password that is the user's name or the database's, too, is no secret where that is meant.
  const shown = maskedUrl(url)
  return [...new Set(forms)].filter((secret) => !shown.includes(secret)).toSorted((a, b) => b.length - a.length)
}

/** `text` without any of `secrets`, and without what looks like one. */
export function scrubbed(text: string, secrets: readonly string[]): string {
  let clean = text
  for (const secret of secrets.toSorted((a, b) => b.length - a.length)) clean = clean.replaceAll(secret, MASK)
  return masked(clean)
}

function decoded(secret: string): string {
  try {
    return decodeURIComponent(secret)
  } catch {
    return secret
  }
}
