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
  if (READS.has(keyword)) return { lock: 'read', returning: 'no' }
  return { lock: 'write', returning: tokens.some((token) => token.toUpperCase() === 'RETURNING') ? 'yes' : 'no' }
}

/** Texts go to SQLite as C strings: what follows a NUL would be left out in silence. */
export function assertReadable(text: string): void {
  if (text.includes('\0')) throw refusal('syntax', 'The statement holds a NUL character.')
}
