// Owns: refusals of this driver's own, and what it means when a DataSource cannot be initialised.
// Must not know: errors of statements, and of pools; those are the business of the client's own driver.

import { DriverError, isDriverError, type DriverReason } from '@godwit/core/driver'

/** What SQLite says to a file that it is asked to open. Whatever is not here is a connection that cannot be had. */
const REASONS: Readonly<Record<string, DriverReason>> = {
  SQLITE_AUTH: 'permission',
  SQLITE_BUSY: 'lock-timeout',
  SQLITE_CORRUPT: 'corrupt',
  SQLITE_NOTADB: 'corrupt',
  SQLITE_PERM: 'permission',
  SQLITE_READONLY: 'storage',
}

/** For an error of `initialize()` or `connect()`: nothing has been sent, so nothing was applied. SQLite does not name its `file`. */
export function connectError(error: unknown, file: string | undefined): DriverError {
  if (isDriverError(error)) return error
  const native = error instanceof Error ? error.message : String(error)
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
  const message = file !== undefined && code?.startsWith('SQLITE_') === true ? `${native}: ${file}` : native
  const reason = (code === undefined ? undefined : REASONS[code]) ?? 'connection'
  return new DriverError({ reason, message, outcome: 'not-applied', code, cause: error })
}

/** A refusal of the driver's own: the database was not asked. */
export function refusal(reason: DriverReason, message: string): DriverError {
  return new DriverError({ reason, message, outcome: 'not-applied' })
}
