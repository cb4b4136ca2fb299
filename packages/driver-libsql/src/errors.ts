// Owns: the table from what @libsql/client throws to reasons and outcomes.
// Must not know: what was being done, beyond its place in a batch.

import { DriverError, isDriverError, type DriverReason } from '@godwit/core/driver'
import { readNativeError } from './native-error.ts'
import { masked } from './secrets.ts'

type Outcome = DriverError['outcome']
type Verdict = readonly [reason: DriverReason, outcome: Outcome]

const refused = (reason: DriverReason): Verdict => [reason, 'not-applied']
const doubtful = (reason: DriverReason): Verdict => [reason, 'unknown']

/**
 * Codes of SQLite, of the server, of the client and of the operating system. The first that matches: the code itself,
 * then SQLite's primary code, then the part before the first underscore.
 * @see https://www.sqlite.org/rescode.html
 */
const VERDICTS: Readonly<Record<string, Verdict>> = {
  SQLITE_AUTH: refused('permission'),
  SQLITE_BUSY: refused('lock-timeout'),
  // The snapshot that was read is old: waiting longer would not have helped, beginning again does.
  SQLITE_BUSY_SNAPSHOT: refused('serialization'),
  SQLITE_CANTOPEN: refused('connection'),
  SQLITE_CONSTRAINT: refused('constraint'),
  SQLITE_CORRUPT: refused('corrupt'),
  SQLITE_FORMAT: refused('corrupt'),
  SQLITE_FULL: refused('storage'),
  SQLITE_INTERRUPT: refused('statement-timeout'),
  // After a failed write to the disk nobody knows what the disk has.
  SQLITE_IOERR: doubtful('storage'),
  SQLITE_LOCKED: refused('lock-timeout'),
  SQLITE_MISMATCH: refused('constraint'),
  SQLITE_NOLFS: refused('storage'),
  SQLITE_NOTADB: refused('corrupt'),
  SQLITE_PERM: refused('permission'),
  SQLITE_PROTOCOL: refused('lock-timeout'),
  SQLITE_READONLY: refused('storage'),
  SQLITE: refused('unknown'),

  SQL_MANY_STATEMENTS: refused('syntax'),
  SQL_NO_STATEMENT: refused('syntax'),
  SQL_PARSE_ERROR: refused('syntax'),
  SQL: refused('unknown'),
  ARGS: refused('unknown'),
  AUTH: refused('authentication'),
  BLOCKED: refused('permission'),
  // Somebody else waited for the lock, and the server took it away from this transaction: it is rolled back.
  TRANSACTION_TIMEOUT: refused('serialization'),
  STREAM_EXPIRED: refused('connection'),

  // The only connection of the client is held by an open transaction.
  TRANSACTION_ACTIVE: refused('lock-timeout'),
  TRANSACTION_CLOSED: refused('unknown'),
  CLIENT_CLOSED: refused('connection'),
  URL: refused('connection'),
  HRANA: doubtful('connection'),

  // Nothing was sent. Of every other broken connection nobody knows how far it got.
  EACCES: refused('connection'),
  EAI_AGAIN: refused('connection'),
  ECONNREFUSED: refused('connection'),
  EHOSTUNREACH: refused('connection'),
  ENETUNREACH: refused('connection'),
  ENOTFOUND: refused('connection'),
  UND_ERR_CONNECT_TIMEOUT: refused('connection'),
}

/** One code stands for everything that is wrong with a text; the words tell which. */
const GENERIC: ReadonlySet<string> = new Set(['SQLITE_ERROR', 'SQLITE_UNKNOWN', 'SQLITE_OK', 'SQL_INPUT_ERROR'])
const WORDS: readonly (readonly [RegExp, DriverReason])[] = [
  [/^no such |has no column named /, 'missing-object'],
  [/syntax error|^unrecognized token|^incomplete input|^not an error/, 'syntax'],
]

export interface Circumstances {
  readonly at?: { readonly block: number; readonly statement: number } | undefined
  /** The statement, to turn the server's offset into characters. */
  readonly text?: string | undefined
  readonly secret?: string | undefined
}

export function driverError(error: unknown, { at, text, secret }: Circumstances = {}): DriverError {
  if (isDriverError(error)) return at === undefined ? error : located(error, at)
  const native = readNativeError(error)
  const message = masked(native.message, secret)
  const [reason, outcome] = native.status === undefined ? verdict(native.code, native.message) : answered(native.status)
  // What would show the secret when it is printed is left behind.
  const cause = message === native.message ? error : undefined
  return new DriverError({ reason, message, outcome, code: native.code, position: positionIn(native.message, text), at, cause })
}

function verdict(code: string | undefined, words: string): Verdict {
  if (words.startsWith('fetch failed') && (code === undefined || VERDICTS[code] === undefined)) return doubtful('connection')
  if (words.startsWith('Client is closed')) return refused('connection')
  if (code === undefined) return doubtful('unknown')
  if (GENERIC.has(code)) return refused(WORDS.find(([pattern]) => pattern.test(words))?.[1] ?? 'unknown')
  const parts = code.split('_')
  return VERDICTS[code] ?? VERDICTS[parts.slice(0, 2).join('_')] ?? VERDICTS[parts[0] ?? ''] ?? doubtful('unknown')
}

/** An answer of HTTP that is none of the database. */
function answered(status: number): Verdict {
  if (status === 401) return refused('authentication')
  if (status === 403) return refused('permission')
  return status < 500 ? refused('connection') : doubtful('connection')
}

/** The server counts bytes. */
function positionIn(words: string, text: string | undefined): number | undefined {
  const offset = / \(at offset (\d+)\)$/.exec(words)?.[1]
  if (offset === undefined || text === undefined) return undefined
  return new TextDecoder().decode(new TextEncoder().encode(text).subarray(0, Number(offset))).length
}

function located(error: DriverError, at: { readonly block: number; readonly statement: number }): DriverError {
  const { reason, message, outcome, retryable, code, position, cause } = error
  return new DriverError({ reason, message, outcome, retryable, code, position, at, cause })
}
