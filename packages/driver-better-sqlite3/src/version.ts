// Owns: the oldest SQLite that is written to.
// Must not know: where the connection came from.

import type { Database } from './client.ts'
import { driverError, refusal } from './errors.ts'

/** The first with `ALTER TABLE … DROP COLUMN` and `RETURNING`, which migrations use. */
const OLDEST = [3, 35] as const

/**
 * Throws `DriverError` on an older one. Asked before anything is written, because it would stop in the middle of a line with a
 * syntax error at a statement that has none. It costs no round trip: SQLite is in this process.
 */
export function assertNewEnough(database: Database): void {
  const version = versionOf(database)
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return
  throw refusal(
    'unknown',
    `This client has SQLite ${version}, and migrations need ${OLDEST.join('.')} or newer (for DROP COLUMN and RETURNING). Nothing was changed. Install a newer version of the client; the file itself can stay as it is.`,
  )
}

function versionOf(database: Database): string {
  try {
    const [row] = database.prepare('SELECT sqlite_version() AS version').all([]) as { readonly version: string }[]
    return String(row?.version)
  } catch (error) {
    throw driverError(error)
  }
}
