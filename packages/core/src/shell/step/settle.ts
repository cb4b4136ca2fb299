// Owns: finding out what became of a commit whose answer was lost. By reading, never by trying again blindly.
// Must not know: how the step was executed.

import { type DriverError, isDriverError } from '../../model/driver-error.ts'
import type { Session } from '../../model/driver.ts'
import { type AnyMigrateError, MigrateError } from '../../model/error.ts'
import type { Step } from '../../model/plan.ts'
import type { StepResult } from '../../model/report.ts'
import type { Settlement } from '../../model/settlement.ts'
import { hasReceipt } from '../../pure/journal/has-receipt.ts'
import { recordsOf } from '../../pure/journal/unresolved.ts'
import type { Connection } from '../context/connection.ts'
import type { Context } from '../context/context.ts'
import { type Executed, watch } from './executed.ts'
import { findOut } from '../journal/find-out.ts'
import { rollback } from '../context/rollback.ts'
import { readJournal } from '../journal/store.ts'
import { inTurn, interrupted } from '../context/turn.ts'

/** `recorded`: the durable step that was lost is committed, and its migration goes on behind it. */
type Found = Settlement | 'recorded'

/** Over a new session. `unknown` only where it cannot be found out. `position`: of the durable step that was lost. */
function settle(connection: Connection, context: Context, step: Step, position: number | undefined): Promise<Found> {
  return findOut(context, (patient) =>
    inTurn(patient, async () => {
      const session = await connection.session('write', patient)
      await waitForOurs(session, patient, step, position)
      const journal = await readJournal(session, patient)
      if (journal.kind !== 'present') return 'rolled back'
      if (hasReceipt(journal, step, patient.run)) return 'committed'
      const done = recordsOf(journal, step).filter(({ state }) => state === 'done')
      if (done.some(({ n }) => n === position)) return 'recorded'
      return done.length > 0 ? 'partly committed' : 'rolled back'
    }),
  )
}

/**
 * The server may still be at work on what the dead connection sent, and a plain read would not see it. Our own receipt or
 * record, written again and rolled back, queues behind it: when this returns, the lost transaction has ended one way or the
 * other. Where there is no table for a receipt, the lost transaction may be the one that makes it: the same wait, for the tables.
 */
async function waitForOurs(session: Session, context: Context, step: Step, position: number | undefined): Promise<void> {
  const { journalSql, stepSql, run } = context
  if (position !== undefined) {
    const row = { n: position, name: '', checksum: '', state: 'done', session: undefined, run, intent: undefined } as const
    await attemptInVain(session, [stepSql.record(step, row, undefined, 'anything')])
    return
  }
  const receipt = journalSql.receipt(step, run)
  if ((await attemptInVain(session, [receipt])) === 'missing-object') await attemptInVain(session, [...journalSql.create, receipt])
}

async function attemptInVain(session: Session, texts: readonly string[]): Promise<'constraint' | 'missing-object' | undefined> {
  const transaction = await session.begin()
  try {
    for (const text of texts) await transaction.run(text)
    return undefined
  } catch (error) {
    if (isDriverError(error) && (error.reason === 'constraint' || error.reason === 'missing-object')) return error.reason
    throw error
  } finally {
    await rollback(transaction)
  }
}

export type Settled =
  | { readonly kind: 'committed'; readonly results: readonly StepResult[] }
  | { readonly kind: 'failed'; readonly results: readonly StepResult[]; readonly failed: StepResult; readonly error: AnyMigrateError }

/** The steps whose answers were lost, in order, up to the first that does not hold. None, where a migration goes on. */
export async function settleAll(
  connection: Connection,
  context: Context,
  { steps, error, position }: Extract<Executed, { readonly kind: 'lost' }>,
): Promise<Settled> {
  const results: StepResult[] = []
  const time = watch(connection)
  for (const step of steps) {
    const found = await settle(connection, context, step, position)
    if (found === 'recorded' && !context.signal.aborted) return { kind: 'committed', results }
    const result = time.result(step, found === 'recorded' ? 'partly committed' : found)
    if (found !== 'committed')
      return { kind: 'failed', results, failed: result, error: found === 'recorded' ? interrupted(step.id) : lost(step, found, error) }
    results.push(result)
    context.notify({ type: 'step.done', result })
  }
  return { kind: 'committed', results }
}

function lost({ id }: Step, settlement: Exclude<Settlement, 'committed'>, error: DriverError): AnyMigrateError {
  const what = error.reason === 'connection' ? 'The connection broke' : 'The database gave up'
  if (settlement === 'unknown')
    return new MigrateError(
      'COMMIT_UNKNOWN',
      `${what} while migration '${id}' was being committed: ${error.message}. What became of it could not be found out; it may still take effect. Run again when the database answers; the history decides.`,
      { id },
      { cause: error, retryable: true },
    )
  return new MigrateError(
    'DATABASE',
    `${what} during migration '${id}': ${error.message}. ${settlement === 'rolled back' ? 'It was rolled back, as the history shows.' : 'What it finished is recorded; the next run continues there.'}`,
    { reason: error.reason, during: `migration '${id}'` },
    { cause: error, retryable: error.retryable || error.reason === 'connection' },
  )
}
