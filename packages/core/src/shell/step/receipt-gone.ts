// Owns: that a migration ends with its own receipt: where it took that away it fails, because nobody could tell that it ran.
// Must not know: how its statements are sent.

import { type DriverError, isDriverError } from '../../model/driver-error.ts'
import type { Transaction } from '../../model/driver.ts'
import type { AnyMigrateError } from '../../model/error.ts'
import type { Step } from '../../model/plan.ts'
import { toldTable } from '../../pure/journal/tables.ts'
import type { Context } from '../context/context.ts'
import { failure } from './executed.ts'

/** The last statement in a transaction of one step. `took`: see `JournalSql.finish`. */
export async function finishReceipt(transaction: Transaction, context: Context, step: Step, took: number | undefined): Promise<void> {
  let found: number
  try {
    found = (await transaction.run(context.journalSql.finish(step, took))).affected
  } catch (error) {
    throw isDriverError(error) && isGone(error) ? gone(context, error) : error
  }
  if (found === 0) throw gone(context, undefined)
}

/** Of the text `kept`, or the one behind it, in a batch. */
export function receiptFailure(step: Step, context: Context, error: DriverError): AnyMigrateError {
  return failure(step, isGone(error) ? gone(context, error) : error, undefined, 'rolled back')
}

/** The row is not there, or its table is not. */
function isGone({ reason }: DriverError): boolean {
  return reason === 'constraint' || reason === 'missing-object'
}

function gone({ tables }: Context, cause: DriverError | undefined): Error {
  return new Error(
    `it removed or changed its own receipt in the table ${toldTable(tables, tables.history)}, and without that nobody could tell that it ran`,
    { cause },
  )
}
