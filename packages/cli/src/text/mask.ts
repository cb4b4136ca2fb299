// Owns: that no password and no token is ever printed.
// Must not know: where text comes from or goes to.

import { withoutSecrets } from '@godwit/core/driver'

/** Query parameters that hold a secret, in any spelling of theirs: `authToken`, `auth_token`, `sslpassword`, `apikey`. */
const SECRET_PARAMETER = /([?&;][^=&;#\s]*(?:token|pass|pwd|secret|key|jwt|auth)[^=&;#\s]*=)([^&;#\s'"`]+)/gi
// Up to the last @ of the word: a password that nobody encoded may hold an @, a / or a # of its own. Rather too much than too little.
const USER_INFO = /([a-z][a-z0-9+.-]*:\/\/[^\s:/?#@'"`]*):([^\s'"`]*)@/gi
/** Of a text that is one URL and nothing else: there a password may hold white space and quotes as well. */
const USER_INFO_OF_URL = /^([a-z][a-z0-9+.-]*:\/\/[^:/?#@]*):(.*)@/is
/** Of a text that was meant as an address and has no slashes after its scheme, or no scheme: a DSN of Go, say. */
const USER_INFO_OF_DSN = /^(?!\.{0,2}[/\\])([\s'"`]*[^:?#@]*):(?![/\\])(.*)@/s
/** Of a list of `key=value`. */
const SECRET_VALUE = /((?:^|[\s;:])[^=;:\s]*(?:token|pass|pwd|secret|key)[^=;:\s]*\s*=\s*)('(?:[^'\\]|\\.)*'|"[^"]*"|[^\s;'"]+)/gi
const IS_FILE = /^[\s'"`]*(?:file|sqlite3?)(?:\+[^:]*)?:/i
/** A JSON web token, however it got into a text. */
const WEB_TOKEN = /\beyJ[\w-]{4,}\.[\w-]{4,}\.[\w-]*/g
const MASK = '***'

/** A text with URLs in it, without their passwords and tokens. */
export function masked(text: string): string {
  return text.replace(USER_INFO, `$1:${MASK}@`).replace(SECRET_PARAMETER, `$1${MASK}`).replace(WEB_TOKEN, MASK)
}

/** One URL, whatever its password is made of. */
export function maskedUrl(url: string): string {
  if (USER_INFO_OF_URL.test(url) || IS_FILE.test(url)) return masked(url.replace(USER_INFO_OF_URL, `$1:${MASK}@`))
  return masked(url.replace(USER_INFO_OF_DSN, `$1:${MASK}@`).replace(SECRET_VALUE, `$1${MASK}`))
}

/** The secrets of a URL as a server or client may repeat them: as written, decoded, and encoded in the usual ways. */
export function secretsOf(url: string): readonly string[] {
  const found = new Set<string>()
  const password = USER_INFO_OF_URL.exec(url)?.[2]
  if (password !== undefined) found.add(password)
  else for (const secret of secretsOfDsn(url)) found.add(secret)
  for (const [, , value] of url.matchAll(SECRET_PARAMETER)) if (value !== undefined) found.add(value)
  const parsed = URL.canParse(url) ? new URL(url).password : ''
  const forms = [...found, ...(parsed === '' ? [] : [parsed])].flatMap((secret) => {
    const plain = decoded(secret)
    return [secret, plain, encodeURIComponent(plain), encodeURI(plain), JSON.stringify(plain).slice(1, -1), plain.replaceAll("'", "\\'")]
  })
  // A password that is the user's name as well is no secret where the name is meant: `postgres:postgres` must stay readable.
  const shown = maskedUrl(url)
  // The longest first, or a secret that contains another would be left in part.
  return [...new Set(forms)].filter((secret) => secret !== '' && !shown.includes(secret)).toSorted((a, b) => b.length - a.length)
}

function secretsOfDsn(text: string): readonly string[] {
  if (IS_FILE.test(text)) return []
  const whole = USER_INFO_OF_DSN.exec(text)?.[2]
  // With a scheme before it, the user is a part of that: `postgres:user:password@host`.
  const password = whole?.slice(whole.indexOf(':') + 1)
  const values = [...text.matchAll(SECRET_VALUE)].map(([, , value = '']) => value.replace(/^(['"])(.*)\1$/s, '$2'))
  return [whole, password, ...values].filter((secret) => secret !== undefined)
}

function decoded(secret: string): string {
  try {
    return decodeURIComponent(secret)
  } catch {
    // A stray percent sign: only the written form exists.
    return secret
  }
}

/** Without `secrets`, and then without what `masked` finds: the other way round could leave a part of one. */
export function scrubbed(text: string, secrets: readonly string[]): string {
  return masked(withoutSecrets(text, secrets))
}
