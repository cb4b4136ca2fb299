// Owns: the table from what better-sqlite3 throws to reasons.
// Must not know: what was being done, beyond its place in a batch.

import { DriverError, isDriverError, type DriverReason } from '@godwit/core/driver'

/**
 * SQLite's result codes, extended ones where they mean something else than their primary code.
 * @see https://www.sqlite.org/rescode.html
 */
const REASONS: Readonly<Record<string, DriverReason>> = {
  SQLITE_AUTH: 'permission',
  SQLITE_BUSY: 'lock-timeout',
  // The snapshot that was read is old: waiting longer would not have helped, beginning again does.
  SQLITE_BUSY_SNAPSHOT: 'serialization',
  SQLITE_CANTOPEN: 'connection',
  SQLITE_CONSTRAINT: 'constraint',
  SQLITE_CORRUPT: 'corrupt',
  SQLITE_FORMAT: 'corrupt',
  SQLITE_FULL: 'storage',
  SQLITE_INTERRUPT: 'statement-timeout',
  SQLITE_IOERR: 'storage',
  SQLITE_LOCKED: 'lock-timeout',
  SQLITE_MISMATCH: 'constraint',
  SQLITE_NOLFS: 'storage',
  SQLITE_NOTADB: 'corrupt',
  SQLITE_PERM: 'permission',
  // Processes raced to set up write-ahead logging.
  SQLITE_PROTOCOL: 'lock-timeout',
  SQLITE_READONLY: 'storage',
}

/** SQLITE_ERROR is one code for everything that is wrong with a text; the words tell which. */
const WORDS: readonly (readonly [RegExp, DriverReason])[] = [
  [/^no such |has no column named /, 'missing-object'],
  [/syntax error|^unrecognized token|^incomplete input/, 'syntax'],
]

/** What the client refuses by itself, before the database hears of it. It has no code. */
const REFUSALS: readonly (readonly [RegExp, DriverReason])[] = [
  [/contains (more than one|no) statement/, 'syntax'],
  [/^The database connection is not open|directory does not exist/, 'connection'],
]

export interface Circumstances {
  readonly at?: { readonly block: number; readonly statement: number } | undefined
  /** The file, where the database's own words leave it out. */
  readonly about?: string | undefined
}

export function driverError(error: unknown, { at, about }: Circumstances = {}): DriverError {
  if (isDriverError(error)) return at === undefined ? error : located(error, at)
  const native = error instanceof Error ? error.message : String(error)
  const message = about === undefined ? native : `${native}: ${about}`
  const code = codeOf(error)
  if (code?.startsWith('SQLITE_') === true) {
    // SQLite undoes what it refuses. After a failed write to the disk nobody knows what the disk has.
    const outcome = code.startsWith('SQLITE_IOERR') ? 'unknown' : 'not-applied'
    return new DriverError({ reason: reasonOf(code, native), message, outcome, code, at, cause: error })
  }
  const reason = worded(REFUSALS, native) ?? 'unknown'
  const refused = reason !== 'unknown' || error instanceof TypeError || error instanceof RangeError
  return new DriverError({ reason, message, outcome: refused ? 'not-applied' : 'unknown', code, at, cause: error })
}

/** A refusal of the driver's own: the database was not asked. */
export function refusal(reason: DriverReason, message: string): DriverError {
  return new DriverError({ reason, message, outcome: 'not-applied' })
}

function reasonOf(code: string, words: string): DriverReason {
  if (code === 'SQLITE_ERROR') return worded(WORDS, words) ?? 'unknown'
  const primary = code.split('_', 2).join('_')
  return REASONS[code] ?? REASONS[primary] ?? 'unknown'
}

function worded(table: readonly (readonly [RegExp, DriverReason])[], words: string): DriverReason | undefined {
  return table.find(([pattern]) => pattern.test(words))?.[1]
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

function located(error: DriverError, at: { readonly block: number; readonly statement: number }): DriverError {
  const { reason, message, outcome, retryable, code, position, cause } = error
  return new DriverError({ reason, message, outcome, retryable, code, position, at, cause })
}
