// Owns: what a SET of MySQL and MariaDB gives values to, and whether its words give the same value in another session.
// Must not know: other statements, when anything is said again.

import type { Statement } from '../../model/statement.ts'
import { wordsOf } from '../lexing/words.ts'

/** `server`: for others too. `session`: `SESSION`, `LOCAL`, or nothing said. `user`: `@name`. */
export interface Assignment {
  readonly scope: 'server' | 'session' | 'user'
  /** In upper case, without quotes. */
  readonly name: string
  /** Words of the value. */
  readonly value: readonly string[]
}

/** Undefined for what is no list of assignments: SET NAMES, SET ROLE, SET STATEMENT, SET PASSWORD, SET TRANSACTION and the like. */
export function assignmentsOf(words: readonly string[]): readonly Assignment[] | undefined {
  if (words[1] === 'PASSWORD') return undefined
  const found: Assignment[] = []
  let at = 1
  // A scope holds for those behind it, as long as they say none.
  let standing: Assignment['scope'] = 'session'
  while (at < words.length) {
    let scope: Assignment['scope'] = standing
    const spoken = SCOPES[words[at] ?? '']
    if (spoken !== undefined) {
      standing = scope = spoken
      at++
    }
    if (words[at] === '@') scope = 'user'
    else if (words[at] === '@@') scope = (words[at + 2] === '.' ? SCOPES[words[at + 1] ?? ''] : undefined) ?? 'session'
    if (words[at] === '@@' && SCOPES[words[at + 1] ?? ''] !== undefined && words[at + 2] === '.') at += 3
    else if (words[at] === '@' || words[at] === '@@') at++
    const name = nameAt(words, at)
    at += name.length
    if (name.text === '' || (words[at] !== '=' && words[at] !== ':=')) return undefined
    const end = commaFrom(words, at + 1)
    found.push({ scope, name: name.text, value: words.slice(at + 1, end) })
    at = end + 1
  }
  return found
}

const SCOPES: Readonly<Record<string, Assignment['scope'] | undefined>> = {
  GLOBAL: 'server',
  PERSIST: 'server',
  PERSIST_ONLY: 'server',
  SESSION: 'session',
  LOCAL: 'session',
}

/** The name at `at`, which may have dots; `length` in words. */
export function nameAt(words: readonly string[], at: number): { readonly text: string; readonly length: number } {
  let text = plain(words[at])
  let length = text === '' ? 0 : 1
  while (length > 0 && words[at + length] === '.') {
    text += `.${plain(words[at + length + 1])}`
    length += 2
  }
  return { text, length }
}

function plain(word: string | undefined): string {
  if (word === undefined) return ''
  return /^(['"`]).*\1$/s.test(word) ? word.slice(1, -1) : /^[\w$\u0080-\uffff]+$/.test(word) ? word : ''
}

/** The next comma outside parentheses, or the end. */
function commaFrom(words: readonly string[], from: number): number {
  let depth = 0
  for (let at = from; at < words.length; at++) {
    if (words[at] === '(') depth++
    else if (words[at] === ')') depth--
    else if (words[at] === ',' && depth === 0) return at
  }
  return words.length
}

/** Whether the same is so after the second time, in a session that does not know of the first. */
export function maySetAgain(statement: Statement): boolean {
  const words = wordsOf(statement, statement.tokens.length)
  const assignments = assignmentsOf(words)
  // A new password for each time, and the one before is forgotten.
  if (assignments === undefined) return !words.includes('RANDOM') && !words.includes('RETAIN')
  const ofServer = assignments.some(({ scope }) => scope === 'server')
  return assignments.every(({ value }) =>
    sameElsewhere(value, { variable: () => !ofServer, system: (name) => !ofServer && !isMoved(name) }),
  )
}

/** What a value may look at besides literals. */
export interface Readable {
  /** Whether another session has, or can be told, the value of `@name`. */
  variable(name: string): boolean
  /** Whether another session begins with the same `@@name`. */
  system(name: string, scope: 'server' | 'session'): boolean
}

const MOVED = /^(?:TIMESTAMP|IDENTITY|(?:LAST_)?INSERT_ID|(?:ERROR|WARNING)_COUNT|RAND_SEED[12]|IN_TRANSACTION|LAST_GTID|GTID_\w+)$/

/** Of a system variable: changed by other statements than SET, or by the next one. */
export function isMoved(name: string): boolean {
  return MOVED.test(name)
}

/** No row, no clock, no function of the user's: the same wherever it is said, as long as what it looks at is the same. */
export function sameElsewhere(value: readonly string[], readable: Readable): boolean {
  for (let at = 0; at < value.length; at++) {
    const word = value[at] ?? ''
    if (word === '@' || word === '@@') {
      const scoped = word === '@@' && value[at + 2] === '.' ? SCOPES[value[at + 1] ?? ''] : undefined
      const scope = scoped === 'server' ? 'server' : 'session'
      const name = nameAt(value, at + (scoped === undefined ? 1 : 3))
      if (word === '@' ? !readable.variable(name.text) : !readable.system(name.text, scope)) return false
      at += name.length + (scoped === undefined ? 0 : 2)
    } else if (/^[A-Z_\u0080-\uffff][\w$\u0080-\uffff]*$/.test(word) && (MOVING.has(word) || (value[at + 1] === '(' && !PURE.has(word))))
      return false
  }
  return true
}

/** Another value each time, without parentheses too; or rows. */
const MOVING: ReadonlySet<string> = new Set(
  'SELECT TABLE VALUES WITH CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP LOCALTIME LOCALTIMESTAMP UTC_DATE UTC_TIME UTC_TIMESTAMP NEXT'.split(
    ' ',
  ),
)

/** Functions, and operators that parentheses may follow. */
const PURE: ReadonlySet<string> = new Set(
  `ABS AND CASE CAST CEIL CEILING CHAR COALESCE CONCAT CONCAT_WS CONVERT CURRENT_USER DATABASE DIV ELSE FIND_IN_SET FLOOR GREATEST HEX
IF IFNULL IN LCASE LEAST LEFT LENGTH LIKE LOWER LPAD LTRIM MOD NOT NULLIF OLD_PASSWORD OR PASSWORD REGEXP_REPLACE REPLACE RIGHT ROUND
RPAD RTRIM SCHEMA SUBSTR SUBSTRING SUBSTRING_INDEX THEN TRIM UCASE UNHEX UPPER VERSION WHEN XOR`.split(/\s/),
)
