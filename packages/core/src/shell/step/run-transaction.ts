// Owns: one step as one interactive transaction: where a batch cannot decide, or there is none.
// Must not know: batches, recovery.

import { isDriverError } from '../../model/driver-error.ts'
import type { Session, Transaction } from '../../model/driver.ts'
import type { Step } from '../../model/plan.ts'
import type { Settlement } from '../../model/settlement.ts'
import { hasReceipt } from '../../pure/journal/has-receipt.ts'
import { atomicParts, type AtomicStep } from './atomic-texts.ts'
import type { Context } from '../context/context.ts'
import { type Executed, failure, watch } from './executed.ts'
import { assertNothingDangles, beginFor } from './foreign-keys.ts'
import { isThere } from './is-there.ts'
import { finishReceipt } from './receipt-gone.ts'
import { rollback } from '../context/rollback.ts'
import { readJournal } from '../journal/store.ts'
import { mayTryAgain } from '../context/turn.ts'

/** What happens between the receipt and the end. `at` says where it is, for the error. */
export type Work = (transaction: Transaction, at: (statement: number) => void) => Promise<void>

interface Circumstances {
  readonly took?: () => number
  readonly create?: readonly string[]
  readonly undone?: Extract<Settlement, 'rolled back' | 'partly committed'>
}

/**
 * Receipt first: its key collides with a rival before anything else was done. `took`: milliseconds that the receipt should
 * tell, where the work began before this transaction. `create`: makes the bookkeeping tables in this transaction. `undone`: what
 * the step is without this transaction.
 */
export async function runTransaction(
  session: Session,
  context: Context,
  step: Step,
  work: Work,
  { took, create = [], undone = 'rolled back' }: Circumstances = {},
): Promise<Executed> {
  const { journalSql, run, notify } = context
  if (took === undefined) notify({ type: 'step.started', step })
  const time = watch(session)
  let statement: number | undefined
  let stage: 'tables' | 'receipt' | 'work' | 'commit' = 'tables'
  let transaction: Transaction | undefined
  try {
    transaction = await beginFor(session, context, step)
    for (const text of create) await transaction.run(text)
    stage = 'receipt'
    await transaction.run(journalSql.receipt(step, run))
    stage = 'work'
    await work(transaction, (next) => {
      statement = next
    })
    statement = undefined
    await assertNothingDangles(transaction, context, step)
    await finishReceipt(transaction, context, step, took?.())
    stage = 'commit'
    await transaction.commit()
    const result = time.result(step, 'committed')
    notify({ type: 'step.done', result })
    return { kind: 'done', results: [result] }
  } catch (error) {
    if (isDriverError(error) && error.outcome === 'unknown' && stage === 'commit')
      return { kind: 'lost', results: [], steps: [step], error }
    if (transaction !== undefined) await rollback(transaction)
    if (mayTryAgain(error)) return { kind: 'busy', results: [], error }
    if ((stage === 'tables' || stage === 'receipt') && isDriverError(error) && error.reason === 'constraint')
      return { kind: 'overtaken', results: [], id: step.id, claim: stage }
    const fate = step.kind === 'code' && transaction !== undefined ? await fateOf(session, context, step, undone) : undone
    return { kind: 'failed', results: [], failed: time.result(step, fate), error: failure(step, error, statement, fate) }
  }
}

/**
 * A function may have ended the transaction around it, over a client that it shares with us: then the receipt is committed. Where
 * nobody can be asked, nothing is: a connection that died before COMMIT was sent takes its transaction with it.
 */
async function fateOf<Undone>(session: Session, context: Context, step: Step, undone: Undone): Promise<Undone | 'committed'> {
  try {
    const journal = await readJournal(session, context)
    return journal.kind !== 'incomplete' && hasReceipt(journal, step, context.run) ? 'committed' : undone
  } catch (error) {
    if (isDriverError(error)) return undone
    throw error
  }
}

/** The statements of an atomic step, unless its check says that their effect is there already. */
export function statementsOf(step: AtomicStep, context: Context): Work {
  return async (transaction, at) => {
    if (step.kind === 'record' || (await isThere(transaction, step))) return
    for (const part of atomicParts(step, context)) {
      if (part.kind === 'ours') await transaction.run(part.text)
      if (part.kind !== 'statement') continue
      at(part.n)
      await transaction.run(part.text)
      context.notify({ type: 'statement.done', line: step.line, id: step.id, n: part.n, total: step.statements.length })
    }
  }
}
