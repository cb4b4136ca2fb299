// Owns: the receipt of a function whose effects are committed and recorded already.
// Must not know: what the function does, SQL text.

import { isDriverError } from '../../model/driver-error.ts'
import type { Session } from '../../model/driver.ts'
import type { Step } from '../../model/plan.ts'
import type { Context } from '../context/context.ts'
import { inTurn } from '../context/turn.ts'
import type { Lease } from '../journal/lease.ts'
import { type Executed, failure, type Watch } from './executed.ts'

/** `done`: how many of its records must be there, 0 where its check found that it need not run. */
export async function conclude(session: Session, context: Context, step: Step, lease: Lease, time: Watch, done: number): Promise<Executed> {
  const { journalSql, run, notify } = context
  try {
    await inTurn(context, () => session.run(journalSql.conclude(step, run, lease.token, done)))
  } catch (error) {
    const why = isDriverError(error) && error.reason === 'constraint' ? await taken(session, lease) : { error }
    if (why === 'receipt') return { kind: 'overtaken', results: [], claim: 'receipt', id: step.id }
    if (isDriverError(why.error) && why.error.outcome === 'unknown') return { kind: 'lost', results: [], steps: [step], error: why.error }
    const settlement = done === 0 ? 'rolled back' : 'partly committed'
    const failed = time.result(step, settlement)
    return { kind: 'failed', results: [], failed, error: failure(step, why.error, undefined, settlement) }
  }
  const result = time.result(step, 'committed')
  notify({ type: 'step.done', result })
  return { kind: 'done', results: [result] }
}

/** Which of the two the database refused a receipt for: the lease is another's, or the history is not what was read. */
async function taken(session: Session, lease: Lease): Promise<'receipt' | { readonly error: unknown }> {
  try {
    await lease.verify(session)
    return 'receipt'
  } catch (error) {
    return { error }
  }
}
