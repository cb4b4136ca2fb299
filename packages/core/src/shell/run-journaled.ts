// Owns: statements that cannot be one transaction: intent → statement → close, each recorded, resumable at the exact one.
// Must not know: how an unresolved statement is settled; the planner refuses before it comes here.

import { isDriverError } from '../model/driver-error.ts'
import type { Session } from '../model/driver.ts'
import { MigrateError } from '../model/error.ts'
import type { Step } from '../model/plan.ts'
import type { Settlement } from '../model/settlement.ts'
import type { Statement } from '../model/statement.ts'
import { checksum } from '../pure/checksum.ts'
import type { Context } from './context.ts'
import { type Executed, failure, watch } from './executed.ts'
import type { Lease } from './lease.ts'
import { inTurn, throwIfAborted } from './turn.ts'

export type JournaledStep = Extract<Step, { readonly kind: 'journaled' }>

/** The lease must have been taken before the history was read for this plan. */
export async function runJournaled(session: Session, context: Context, step: JournaledStep, lease: Lease): Promise<Executed> {
  const { journalSql, run, signal, notify } = context
  notify({ type: 'step.started', step })
  const time = watch(session)
  const begun = performance.now()
  let current: number | undefined
  let transaction: Settlement = step.from > 0 ? 'partly committed' : 'rolled back'
  try {
    for (const [n, statement] of step.statements.entries()) {
      if (n < step.from) continue
      throwIfAborted(signal, step.id)
      await lease.renew()
      current = n
      await runOne(session, context, step, n, statement, lease)
      transaction = 'partly committed'
      notify({ type: 'statement.done', line: step.line, id: step.id, n, total: step.statements.length })
    }
    current = undefined
    await fenced(context, step, () => session.run(journalSql.receipt(step, run, lease.token)))
    await inTurn(context, () => session.run(journalSql.finish(step, performance.now() - begun)))
    const result = time.result(step, 'committed')
    notify({ type: 'step.done', result })
    return { kind: 'done', results: [result] }
  } catch (error) {
    const doubtful = isDriverError(error) && error.outcome === 'unknown' ? 'unknown' : transaction
    return { kind: 'failed', results: [], failed: time.result(step, doubtful), error: failure(step, error, current, doubtful) }
  }
}

async function runOne(
  session: Session,
  context: Context,
  step: JournaledStep,
  n: number,
  statement: Statement,
  lease: Lease,
): Promise<void> {
  const { stepSql } = context
  const row = { n, name: '', checksum: checksum([statement]), state: 'open' as const, session: session.id, result: undefined }
  // Left open by an earlier run, and harmless to repeat: take the intent over instead of colliding with it.
  if (n === step.from) await inTurn(context, () => session.run(stepSql.withdraw(step, n)))
  await fenced(context, step, () => session.run(stepSql.record(step, row, lease.token)))
  try {
    await inTurn(context, () => session.run(statement.text))
  } catch (error) {
    // Certainly refused: the statement is simply next in line after the mend.
    if (isDriverError(error) && error.outcome === 'not-applied') await inTurn(context, () => session.run(stepSql.withdraw(step, n)))
    throw error
  }
  const { affected } = await inTurn(context, () => session.run(stepSql.close(step, n)))
  if (affected !== 1)
    throw new MigrateError(
      'LEASE_LOST',
      `The record of statement ${n + 1} of migration '${step.id}' was changed by somebody else. This run stopped.`,
      { line: step.line },
    )
}

/** The token in the row is NULL once somebody else has the lease, and the database refuses the row. */
async function fenced(context: Context, { line }: Step, write: () => Promise<unknown>): Promise<void> {
  try {
    await inTurn(context, write)
  } catch (error) {
    if (!isDriverError(error) || error.reason !== 'constraint') throw error
    throw new MigrateError(
      'LEASE_LOST',
      `Another run took over line '${line}'. This one stopped; what it finished is recorded.`,
      { line },
      { cause: error },
    )
  }
}
