// Owns: undoing a transaction after something went wrong in it.
// Must not know: what that was.

import { type DriverError, isDriverError } from '../../model/driver-error.ts'
import type { Transaction } from '../../model/driver.ts'

/** Never hides the error that led here: a server that is gone has rolled back by itself. */
export async function rollback(transaction: Transaction): Promise<'done' | DriverError> {
  try {
    await transaction.rollback()
    return 'done'
  } catch (error) {
    if (isDriverError(error)) return error
    throw error
  }
}
