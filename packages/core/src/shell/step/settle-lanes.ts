// Owns: finding out what became of statements whose answers were lost, where they are not one transaction.
// Must not know: how they were sent.

import type { DriverError } from '../../model/driver-error.ts'
import { type AnyMigrateError, MigrateError } from '../../model/error.ts'
import type { StepRecord } from '../../model/journal.ts'
import type { Step } from '../../model/plan.ts'
import type { StepResult } from '../../model/report.ts'
import type { Settlement } from '../../model/settlement.ts'
import { hasReceipt } from '../../pure/journal/has-receipt.ts'
import { recordsOf } from '../../pure/journal/unresolved.ts'
import { judge, type Judgement } from '../../pure/journal/verdict.ts'
import type { Connection } from '../context/connection.ts'
import type { Context } from '../context/context.ts'
import { atRest, evidenceOf } from '../journal/evidence.ts'
import { type Executed, failure, watch } from './executed.ts'
import { findOut } from '../journal/find-out.ts'
import type { Lease } from '../journal/lease.ts'
import type { Settled } from './settle.ts'
import { readJournal } from '../journal/store.ts'
import { inTurn } from '../context/turn.ts'

/**
 * The token is given up first: of what the dead session was sent, nothing can begin after that, and no receipt follows. Then
 * what it had begun is waited for, and only then does the history tell the truth.
 */
export async function settleLanes(
  connection: Connection,
  context: Context,
  { steps, error, refused }: Extract<Executed, { readonly kind: 'lost' }>,
  deadSession: string | undefined,
  lease: Lease | undefined,
): Promise<Settled> {
  const results: StepResult[] = []
  const time = watch(connection)
  for (const [index, step] of steps.entries()) {
    const settlement = await truth(connection, context, step, deadSession, lease, index === 0 ? refused : undefined)
    const result = time.result(step, settlement)
    if (settlement !== 'committed') {
      const why =
        refused === undefined || settlement === 'unknown' ? lost(step, settlement, error) : failure(step, error, refused, settlement)
      return { kind: 'failed', results, failed: result, error: why }
    }
    results.push(result)
    context.notify({ type: 'step.done', result })
  }
  return { kind: 'committed', results }
}

function truth(
  connection: Connection,
  context: Context,
  step: Step,
  deadSession: string | undefined,
  lease: Lease | undefined,
  refused: number | undefined,
): Promise<Settlement> {
  return findOut(context, (patient) =>
    inTurn(patient, async () => {
      const session = await connection.session('write', patient)
      // As long as the token is ours.
      if (refused !== undefined) await session.run(patient.stepSql.withdraw(step, refused, lease?.token))
      await lease?.release(session)
      await atRest(session, patient, recordOf(step, deadSession))
      const journal = await readJournal(session, patient)
      if (journal.kind !== 'present') return 'rolled back'
      if (hasReceipt(journal, step, patient.run)) return 'committed'
      return await ofRecords(recordsOf(journal, step), async (record) => judge(record, await evidenceOf(session, patient, record)))
    }),
  )
}

async function ofRecords(records: readonly StepRecord[], judged: (record: StepRecord) => Promise<Judgement>): Promise<Settlement> {
  let some: 'none' | 'some' = 'none'
  for (const record of records) {
    const judgement = record.state === 'done' ? 'took-effect' : await judged(record)
    if (judgement === 'took-effect') some = 'some'
    else if (judgement !== 'did-not-happen') return 'unknown'
  }
  return some === 'some' ? 'partly committed' : 'rolled back'
}

/** What `atRest` asks about, before any record was read. */
function recordOf({ line, id, seq }: Step, session: string | undefined): StepRecord {
  const nothing = { result: undefined, intent: undefined, before: undefined }
  return { line, id, seq, n: 0, name: '', checksum: '', state: 'open', session, run: '', startedAt: '9999-12-31T00:00:00.000Z', ...nothing }
}

function lost(step: Step, settlement: Settlement, error: DriverError): AnyMigrateError {
  const what = `${error.reason === 'connection' ? 'The connection broke' : 'The database gave up'} during migration '${step.id}': ${error.message}`
  if (settlement === 'unknown')
    return new MigrateError(
      'COMMIT_UNKNOWN',
      `${what}. What became of the statement that ran then is not known yet. Run again when the database answers: it is looked for, and only asked about if nothing shows it.`,
      { id: step.id },
      { cause: error, retryable: true },
    )
  return new MigrateError(
    'DATABASE',
    `${what}. ${settlement === 'rolled back' ? 'None of it took effect.' : 'What it finished is recorded; the next run continues there.'}`,
    { reason: error.reason, during: `migration '${step.id}'` },
    { cause: error, retryable: error.retryable || error.reason === 'connection' },
  )
}
