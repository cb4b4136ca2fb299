// Owns: that no password and no token is ever printed.
// Must not know: where text comes from or goes to.

/** Query parameters that hold a secret, in any spelling of theirs: `authToken`, `auth_token`, `sslpassword`, `apikey`. */
const SECRET_PARAMETER = /([?&;][^=&;#\s]*(?:token|pass|pwd|secret|key|jwt|auth)[^=&;#\s]*=)([^&;#\s'"`]+)/gi
// Up to the last @ of the word: a password that nobody encoded may hold an @, a / or a # of its own. Rather too much than too little.
const USER_INFO = /([a-z][a-z0-9+.-]*:\/\/[^\s:/?#@'"`]*):([^\s'"`]*)@/gi
/** A JSON web token, however it got into a text. */
const WEB_TOKEN = /\beyJ[\w-]{4,}\.[\w-]{4,}\.[\w-]*/g
const MASK = '***'

/** A URL, or a text with URLs in it, without passwords and tokens. */
export function masked(text: string): string {
  return text.replace(USER_INFO, `$1:${MASK}@`).replace(SECRET_PARAMETER, `$1${MASK}`).replace(WEB_TOKEN, MASK)
}

/** The secrets of a URL as a server or client may repeat them: as written and decoded. */
export function secretsOf(url: string): readonly string[] {
  const found = new Set<string>()
  for (const [, , password] of url.matchAll(USER_INFO)) if (password !== undefined) found.add(password)
  for (const [, , value] of url.matchAll(SECRET_PARAMETER)) if (value !== undefined) found.add(value)
  const decoded = Array.from(found, (secret) => {
    try {
      return decodeURIComponent(secret)
    } catch {
      // A stray percent sign: only the written form exists.
      return secret
    }
  })
  // The longest first, or a secret that contains another would be left in part.
  return [...new Set([...found, ...decoded])].filter((secret) => secret !== '').toSorted((a, b) => b.length - a.length)
}

/** Removes what `masked` finds, and each of `secrets` wherever it stands. */
export function scrubbed(text: string, secrets: readonly string[]): string {
  let clean = masked(text)
  for (const secret of secrets) clean = clean.replaceAll(secret, MASK)
  return clean
}
