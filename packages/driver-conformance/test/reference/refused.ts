// Owns: native errors of better-sqlite3 as DriverError, no more than the laws ask for.
// Must not know: sessions.

import { DriverError, isDriverError, type DriverReason } from '@godwit/core/driver'

export function refused(error: unknown, at?: { readonly block: number; readonly statement: number }, file?: string): DriverError {
  if (isDriverError(error)) return error
  const native = error instanceof Error ? error.message : String(error)
  const message = file === undefined ? native : `${native}: ${file}`
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return new DriverError({ reason: reasonOf(code, native), message, outcome: 'not-applied', code, at, cause: error })
}

function reasonOf(code: string, message: string): DriverReason {
  if (code.startsWith('SQLITE_CONSTRAINT')) return 'constraint'
  if (code.startsWith('SQLITE_BUSY')) return 'lock-timeout'
  if (code.startsWith('SQLITE_CANTOPEN')) return 'connection'
  // `E…` are of the file system: ENOENT, EACCES.
  if (code.startsWith('SQLITE_READONLY') || /^E[A-Z]+$/.test(code)) return 'storage'
  if (code.startsWith('SQLITE_NOTADB')) return 'corrupt'
  if (message.startsWith('no such')) return 'missing-object'
  if (/syntax error|incomplete input|unrecognized token/.test(message)) return 'syntax'
  return 'unknown'
}
