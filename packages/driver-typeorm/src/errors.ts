// Owns: what it means when a DataSource cannot be initialised or has no connection to give.
// Must not know: errors of statements; those are the business of the client's own driver.

import { DriverError, isDriverError, type DriverReason } from '@godwit/core/driver'

/** Native codes that may come before there is a connection. Whatever is not here is a connection that cannot be had. */
const REASONS: Readonly<Record<string, DriverReason>> = {
  // PostgreSQL, https://www.postgresql.org/docs/current/errcodes-appendix.html
  '28000': 'authentication',
  '28P01': 'authentication',
  '42501': 'permission',
  // MySQL and MariaDB
  ER_ACCESS_DENIED_ERROR: 'authentication',
  ER_DBACCESS_DENIED_ERROR: 'permission',
  // SQLite
  SQLITE_BUSY: 'lock-timeout',
  SQLITE_NOTADB: 'corrupt',
}

/** For an error of `initialize()` or `connect()`: nothing has been sent, so nothing was applied. */
export function connectError(error: unknown): DriverError {
  if (isDriverError(error)) return error
  const code = codeOf(error)
  const reason = (code === undefined ? undefined : REASONS[code]) ?? 'connection'
  return new DriverError({ reason, message: messageOf(error), outcome: 'not-applied', code, cause: error })
}

/** A refusal of the driver's own: the database was not asked. */
export function refusal(reason: DriverReason, message: string): DriverError {
  return new DriverError({ reason, message, outcome: 'not-applied' })
}

/** Node gives one error for all addresses of a name that were tried, and no words of its own. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join('; ')
  return error instanceof Error ? error.message : String(error)
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
