// Owns: why a text that stands where an address should be was never meant as one: quotes kept, another tool's form.
// Must not know: drivers, which addresses there are.

export interface NoAddress {
  /** After "The address of the database": a clause, without the text, which may hold a password. */
  readonly why: string
  /** A sentence. */
  readonly remedy: string
}

const URL_OF_SERVER = 'Write it as a URL: `postgres://user:password@host:5432/name`, `mysql://user:password@host:3306/name`.'
const PATH = 'A file whose name really reads like this is given with its folder: `./name`.'

/** Of libpq (`host=… password=…`), PDO (`mysql:host=…;dbname=…`) and ADO (`Server=…;Password=…`). */
const KEY_VALUE =
  /(?:^|[\s;:])(?:host|hostaddr|server|data source|port|user|user id|username|uid|password|passwd|pwd|dbname|database|initial catalog|service|sslmode)\s*=/i

/** Of a shell, of Windows, of templates. In the address of a server it may be a password; there it leads to no server. */
const UNEXPANDED = /^\$\w+$|\$\{[^}]*\}|^%\w+%$|\{\{.*\}\}/

/** Undefined where the text may be an address; whether it is a good one is for its driver to say. */
export function whyNoAddress(text: string): NoAddress | undefined {
  if (/^\s|\s$/.test(text))
    return {
      why: 'begins or ends with white space',
      remedy: 'Give it without; a file with CRLF line ends leaves one at the end of each value.',
    }
  const last = text.at(-1) ?? ''
  if (/^['"`]/.test(text) || /^[a-z][a-z0-9+.-]*:['"`]/i.test(text) || (/['"`]/.test(last) && text.indexOf(last) === text.length - 1))
    return {
      why: 'begins or ends with a quotation mark',
      remedy: 'Give it without; `docker --env-file` and others that are no shell keep quotes as a part of the value.',
    }
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(text)?.[1]?.toLowerCase()
  const isFile = scheme !== undefined && /^(?:file|sqlite3?)(?:\+|$)/.test(scheme)
  if (scheme === undefined || isFile) {
    const path = scheme === undefined ? text : text.slice(scheme.length + 1)
    if (path.includes('://')) return { why: 'is a path with a URL in it', remedy: URL_OF_SERVER }
    if (UNEXPANDED.test(path))
      return {
        why: 'has the name of a variable where its value belongs',
        remedy: 'Give the value: nothing is put in its place here, nor by `--env-file` and many others that are no shell.',
      }
  } else if (text.startsWith('://', scheme.length)) return undefined
  if (KEY_VALUE.test(text)) return { why: 'is a list of `key=value`, which is not read here', remedy: `${URL_OF_SERVER} ${PATH}` }
  // One letter and a slash are a drive of Windows.
  if (!isFile && /^[^@]*:.*@/s.test(text) && !/^(?:[a-z]:|\.{0,2})[/\\]/i.test(text))
    return { why: 'has a user and a password, and no `scheme://` before them', remedy: `${URL_OF_SERVER} ${PATH}` }
  return undefined
}
