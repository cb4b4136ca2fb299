// Owns: how a replica in a file tells what its server has refused: in one text, with the server's kind, SQLite's number and its words.
// Must not know: reasons, other errors of the client.

export interface RemoteError {
  readonly message: string
  readonly code: string | undefined
}

const REMOTE = /RemoteSqliteFailure\((-?\d+), (\d+), "(.*)"\)/s

/** The server's own kinds of failure that are none of SQLite's: another's transaction, and one that lasted too long. */
const KINDS: Readonly<Record<string, string>> = { 1: 'SQLITE_BUSY', 2: 'TRANSACTION_TIMEOUT' }

/** Primary codes, the low eight bits of an extended one. */
const CODES: Readonly<Record<number, string>> = {
  1: 'SQLITE_ERROR',
  3: 'SQLITE_PERM',
  5: 'SQLITE_BUSY',
  6: 'SQLITE_LOCKED',
  8: 'SQLITE_READONLY',
  9: 'SQLITE_INTERRUPT',
  10: 'SQLITE_IOERR',
  11: 'SQLITE_CORRUPT',
  13: 'SQLITE_FULL',
  14: 'SQLITE_CANTOPEN',
  15: 'SQLITE_PROTOCOL',
  19: 'SQLITE_CONSTRAINT',
  20: 'SQLITE_MISMATCH',
  22: 'SQLITE_NOLFS',
  23: 'SQLITE_AUTH',
  26: 'SQLITE_NOTADB',
}

/** Undefined for every other error. The words are written as a string of Rust, with escapes. */
export function readRemoteError(message: string): RemoteError | undefined {
  const [, kind = '', extended = '', words = ''] = REMOTE.exec(message) ?? []
  if (kind === '') return undefined
  return { message: words.replace(/\\(["'\\])/g, '$1'), code: KINDS[kind] ?? CODES[Number(extended) & 0xff] }
}
