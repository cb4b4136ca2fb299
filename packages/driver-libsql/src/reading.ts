// Owns: what has to be known of a text before a file's client may have it.
// Must not know: clients, transactions.

import { split, sqlite } from '@godwit/core/driver'
import { refusal } from './refusal.ts'

export interface Reading {
  /** The lock to take first. `outside`: a transaction would refuse it, or ignore it in silence. */
  readonly lock: 'read' | 'write' | 'outside'
  /** Whether it changes rows and gives rows. The word is reserved: without quotes it is nothing else. */
  readonly returning: 'yes' | 'no'
}

const READS: ReadonlySet<string> = new Set(['SELECT', 'VALUES', 'EXPLAIN'])
const OUTSIDE: ReadonlySet<string> = new Set([
  'PRAGMA',
  'VACUUM',
  'ATTACH',
  'DETACH',
  'BEGIN',
  'COMMIT',
  'END',
  'ROLLBACK',
  'SAVEPOINT',
  'RELEASE',
])

/**
 * Throws unless `text` is one statement: of several, the client runs the first and drops the others in silence. A WITH
 * counts as a write, which costs a SELECT behind it no more than a lock.
 */
export function read(text: string): Reading {
  assertReadable(text)
  const splitting = split(text, sqlite.lexis)
  // Left to SQLite, whose words are better, unless it would stop reading early.
  if (!splitting.ok && !text.includes(';')) return { lock: 'outside', returning: 'no' }
  if (!splitting.ok) throw refusal('syntax', `The statement cannot be read: ${splitting.reason}.`)
  const [statement, ...others] = splitting.statements
  if (others.length > 0) throw refusal('syntax', 'The text holds more than one statement.')
  const tokens = statement?.tokens ?? []
  const keyword = tokens[0]?.toUpperCase() ?? ''
  if (keyword === '' || OUTSIDE.has(keyword)) return { lock: 'outside', returning: 'no' }
  if (keyword === 'EXPLAIN') assertFinishes(tokens)
  if (READS.has(keyword)) return { lock: 'read', returning: 'no' }
  return { lock: 'write', returning: tokens.some((token) => token.toUpperCase() === 'RETURNING') ? 'yes' : 'no' }
}

const WRITES: ReadonlySet<string> = new Set(['INSERT', 'UPDATE', 'DELETE', 'REPLACE'])

/**
 * The client takes such an EXPLAIN for a statement without rows, runs it to its first row and leaves it there: nothing could be
 * committed on that connection any more (seen with 0.18.0).
 */
function assertFinishes([, ...tokens]: readonly string[]): void {
  const words = tokens.map((token) => token.toUpperCase()).filter((word) => word !== 'QUERY' && word !== 'PLAN')
  // Behind WITH the statement comes later; `replace(` is a function.
  const writes = words.some((word, n) => WRITES.has(word) && words[n + 1] !== '(')
  if (words[0] !== 'SELECT' && words[0] !== 'VALUES' && (words[0] !== 'WITH' || writes))
    throw refusal(
      'unknown',
      'This client cannot EXPLAIN a statement that writes. Nothing was done; explain a SELECT with the same conditions.',
    )
}

/** Texts go to SQLite as C strings: what follows a NUL would be left out in silence. */
export function assertReadable(text: string): void {
  if (text.includes('\0')) throw refusal('syntax', 'The statement holds a NUL character.')
}
