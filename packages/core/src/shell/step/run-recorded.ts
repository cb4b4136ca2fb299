// Owns: a function in a transaction that DDL in it would end unseen: recorded in three states, so that a crash can be told.
// Must not know: what the function does, statements of scripts.

import { isDriverError } from '../../model/driver-error.ts'
import type { Session, Transaction } from '../../model/driver.ts'
import type { Step } from '../../model/plan.ts'
import type { Settlement } from '../../model/settlement.ts'
import type { Context } from '../context/context.ts'
import { findOut } from '../journal/find-out.ts'
import { type Lease, leaseLost } from '../journal/lease.ts'
import { rollback } from '../context/rollback.ts'
import { inTurn } from '../context/turn.ts'

export interface Recorded {
  readonly n: number
  readonly name: string
  readonly checksum: string
}

export type Ended<Result> =
  | { readonly kind: 'done'; readonly value: Result }
  /** Its intent does not fit the history any more. Nothing was begun. */
  | { readonly kind: 'overtaken' }
  /** `rolled back`: nothing of it was committed. `unknown`: something was, or may have been; its record stays. */
  | { readonly kind: 'failed'; readonly error: unknown; readonly settlement: Extract<Settlement, 'rolled back' | 'unknown'> }

/**
 * `open` is written before the transaction and says that nothing happened. `begun` is written in it: visible to others only
 * once something in it committed by itself. `done` is its last word, with what `finish` adds.
 */
export async function runRecorded<Result>(
  session: Session,
  context: Context,
  step: Step,
  { n, name, checksum }: Recorded,
  lease: Lease,
  work: (transaction: Transaction) => Promise<Result>,
  finish: (transaction: Transaction) => Promise<void>,
): Promise<Ended<Result>> {
  const { stepSql, run, line } = context
  const { token } = lease
  const row = { n, name, checksum, state: 'open', session: session.id, run, intent: { kind: 'function' } } as const
  // Left open by an earlier attempt: nothing of it happened, or the plan would have been refused.
  await inTurn(context, () => session.run(stepSql.unbegin(step, n, token)))
  try {
    await inTurn(context, () => session.run(stepSql.record(step, row, token, 'before')))
  } catch (error) {
    if (!isDriverError(error) || error.reason !== 'constraint') throw error
    await lease.verify(session)
    return { kind: 'overtaken' }
  }
  let transaction: Transaction | undefined
  try {
    transaction = await session.begin()
    const { affected } = await transaction.run(stepSql.begin(step, n, token))
    if (affected !== 1) throw leaseLost(line)
    const value = await work(transaction)
    await transaction.run(stepSql.complete(step, n, value === undefined ? undefined : JSON.stringify(value)))
    await finish(transaction)
    await transaction.commit()
    return { kind: 'done', value }
  } catch (error) {
    if (transaction !== undefined) await rollback(transaction)
    // Whose answer was lost cannot be asked over the same session.
    if (isDriverError(error) && error.outcome === 'unknown') return { kind: 'failed', error, settlement: 'unknown' }
    const settlement = await findOut(context, async (patient) => {
      const { affected } = await inTurn(patient, () => session.run(stepSql.unbegin(step, n, token)))
      return affected === 1 ? 'rolled back' : 'unknown'
    })
    return { kind: 'failed', error, settlement }
  }
}
