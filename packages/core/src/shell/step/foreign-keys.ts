// Owns: foreign keys around a transaction in which they are suspended: that they are, and that nothing dangles at its end.
// Must not know: what runs in between, how a driver suspends them.

import { DriverError, isDriverError } from '../../model/driver-error.ts'
import type { ForeignKeyRebuild } from '../../model/dialect.ts'
import type { Executor, Session, Transaction } from '../../model/driver.ts'
import { MigrateError } from '../../model/error.ts'
import type { Step } from '../../model/plan.ts'
import { atomicParts, type AtomicStep } from './atomic-texts.ts'
import type { Context } from '../context/context.ts'
import { rollback } from '../context/rollback.ts'

/** The transaction of a step, with foreign keys as the step wants them. */
export async function beginFor(session: Session, { driver }: Context, step: Step): Promise<Transaction> {
  const rebuild = rebuildOf(step, driver)
  if (rebuild === undefined) return session.begin()
  const transaction = await session.begin('suspended')
  try {
    // A driver that was written before there was the parameter ignores it, and some servers ignore the pragma: rows would go in silence.
    if ((await transaction.run(rebuild.enforced)).rows.length > 0) throw inForce(driver.name)
  } catch (error) {
    await rollback(transaction)
    throw error
  }
  return transaction
}

/** Throws `MigrateError` with code `FOREIGN_KEYS_BROKEN` where foreign keys were suspended and a row refers to one that is not there. */
export async function assertNothingDangles(transaction: Transaction, { driver }: Context, step: Step): Promise<void> {
  const rebuild = rebuildOf(step, driver)
  if (rebuild === undefined) return
  const now = await dangling(transaction, rebuild)
  if (now.length > 0) throw brokenBy(step, { before: [], now }, undefined)
}

/** In words, the references that dangle. */
export async function dangling(executor: Executor, { violations }: ForeignKeyRebuild): Promise<readonly string[]> {
  const { rows } = await executor.run(violations)
  return rows.map((row) => `'${String(row['table'])}' row ${String(row['rowid'])} → '${String(row['parent'])}'`)
}

/**
 * In words, what would dangle at the end of a step whose batch was refused and rolled back: run once more, and rolled back again.
 * Nothing where that cannot be told: the failure itself is known.
 */
export async function danglingAfter(session: Session, context: Context, step: AtomicStep): Promise<readonly string[]> {
  const rebuild = rebuildOf(step, context.driver)
  if (rebuild === undefined) return []
  let transaction: Transaction | undefined
  try {
    transaction = await beginFor(session, context, step)
    for (const part of atomicParts(step, context)) if (part.kind === 'statement') await transaction.run(part.text)
    return await dangling(transaction, rebuild)
  } catch (error) {
    if (isDriverError(error)) return []
    throw error
  } finally {
    if (transaction !== undefined) await rollback(transaction)
  }
}

/** `before`: what dangled before the migration already, as far as anybody looked. `now`: what does at its end, whoever broke it. */
export function brokenBy(
  { id }: Step,
  { before, now }: { readonly before: readonly string[]; readonly now: readonly string[] },
  cause: DriverError | undefined,
): MigrateError<'FOREIGN_KEYS_BROKEN'> {
  const broken = now.filter((reference) => !before.includes(reference))
  const which = broken.length === 0 ? '' : `: ${listed(broken)}`
  const earlier = before.length === 0 ? '' : ` These dangled before it already: ${listed(before)}; mend them first.`
  return new MigrateError(
    'FOREIGN_KEYS_BROKEN',
    `Migration '${id}' would leave rows that refer to rows that are not there${which}. It was rolled back.${earlier}`,
    { id },
    { cause },
  )
}

function listed(references: readonly string[]): string {
  return `${references.slice(0, 5).join(', ')}${references.length > 5 ? ` and ${references.length - 5} more` : ''}`
}

function rebuildOf(step: Step, { dialect }: Context['driver']): ForeignKeyRebuild | undefined {
  return 'foreignKeys' in step && step.foreignKeys === 'suspended' ? dialect.rebuild : undefined
}

function inForce(driver: string): DriverError {
  return new DriverError({
    reason: 'unknown',
    message: `The driver ${driver} did not suspend foreign keys, and nothing was run: a table that is rebuilt would take the rows along that refer to it`,
    outcome: 'not-applied',
  })
}
