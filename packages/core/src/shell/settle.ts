// Owns: finding out what became of a commit whose answer was lost. By reading, never by trying again blindly.
// Must not know: how the step was executed.

import { isDriverError } from '../model/driver-error.ts'
import type { Session } from '../model/driver.ts'
import { MigrateError } from '../model/error.ts'
import type { Step } from '../model/plan.ts'
import type { StepResult } from '../model/report.ts'
import type { Settlement } from '../model/settlement.ts'
import type { Connection } from './connection.ts'
import type { Context } from './context.ts'
import { type Executed, watch } from './executed.ts'
import { findOut } from './find-out.ts'
import { rollback } from './rollback.ts'
import { readJournal } from './store.ts'
import { inTurn } from './turn.ts'

/** Over a new session. `unknown` only where it cannot be found out. */
function settle(connection: Connection, context: Context, step: Step): Promise<Settlement> {
  return findOut(context, (patient) =>
    inTurn(patient, async () => {
      const session = await connection.session('write', patient)
      await waitForOurs(session, patient, step)
      const journal = await readJournal(session, patient)
      if (journal.kind !== 'present') return 'rolled back'
      const ours = journal.receipts.some(
        ({ line, id, seq, run }) => line === step.line && id === step.id && seq === step.seq && run === patient.run,
      )
      return ours ? 'committed' : 'rolled back'
    }),
  )
}

/**
 * The server may still be at work on what the dead connection sent, and a plain read would not see it. Our own receipt,
 * written again and rolled back, queues behind it: when this returns, the lost transaction has ended one way or the other.
 * Where there is no table for it, the lost transaction may be the one that makes it: the same wait, for the tables.
 */
async function waitForOurs(session: Session, { journalSql, run }: Context, step: Step): Promise<void> {
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
  | { readonly kind: 'failed'; readonly results: readonly StepResult[]; readonly failed: StepResult; readonly error: MigrateError }

/** The steps whose answers were lost, in order, up to the first that does not hold. */
export async function settleAll(
  connection: Connection,
  context: Context,
  { steps, error }: Extract<Executed, { readonly kind: 'lost' }>,
): Promise<Settled> {
  const results: StepResult[] = []
  const time = watch(connection)
  for (const step of steps) {
    const transaction = await settle(connection, context, step)
    const result = time.result(step, transaction)
    if (transaction === 'committed') {
      results.push(result)
      context.notify({ type: 'step.done', result })
      continue
    }
    const lost =
      transaction === 'unknown'
        ? new MigrateError(
            'COMMIT_UNKNOWN',
            `The connection broke while migration '${step.id}' was being committed: ${error.message}. What became of it could not be found out; it may still take effect. Run again when the database answers; the history decides.`,
            { id: step.id },
            { cause: error, retryable: true },
          )
        : new MigrateError(
            'DATABASE',
            `${error.reason === 'connection' ? 'The connection broke' : 'The database gave up'} during migration '${step.id}': ${error.message}. It was rolled back, as the history shows.`,
            { reason: error.reason, during: `migration '${step.id}'` },
            { cause: error, retryable: error.retryable || error.reason === 'connection' },
          )
    return { kind: 'failed', results, failed: result, error: lost }
  }
  return { kind: 'committed', results }
}
