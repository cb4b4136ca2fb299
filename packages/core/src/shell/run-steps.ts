// Owns: a migration that is a function cut into durable steps, each a transaction with its own record.
// Must not know: SQL text, leases.

import { isDriverError } from '../model/driver-error.ts'
import type { Session } from '../model/driver.ts'
import { MigrateError } from '../model/error.ts'
import type { StepRecord } from '../model/journal.ts'
import type { StepsScript } from '../model/migration.ts'
import type { Step } from '../model/plan.ts'
import { stepsFrom } from '../pure/journal-from.ts'
import type { Context } from './context.ts'
import { type Executed, failure, watch } from './executed.ts'
import { lend } from './run-code.ts'
import { rollback, runTransaction } from './run-transaction.ts'
import { inTurn, mayTryAgain, throwIfAborted } from './turn.ts'

/** Two runners may be here at once: the record's key lets each step happen once, and both go on after it. */
export async function runSteps(session: Session, context: Context, step: Step, script: StepsScript, revision: string): Promise<Executed> {
  const { driver, signal, notify } = context
  notify({ type: 'step.started', step })
  const time = watch(session)
  const begun = performance.now()
  const records = await recordsOf(session, context, step)
  let n = 0
  try {
    await script.run({
      dialect: driver.dialect,
      signal,
      async step(name, work) {
        throwIfAborted(signal, step.id)
        const position = n++
        const known = records.get(position) ?? (await runOne(position, name, work))
        records.set(position, known)
        if (known.name !== name || known.checksum !== revision) throw changed(step, position, known, name)
        notify({ type: 'statement.done', line: step.line, id: step.id, n: position, total: n })
        return (known.result === undefined ? undefined : JSON.parse(known.result)) as Awaited<ReturnType<typeof work>>
      },
    })
  } catch (error) {
    if (mayTryAgain(error)) return { kind: 'busy', results: [], error }
    const transaction = n > 0 && records.size > 0 ? 'partly committed' : 'rolled back'
    return { kind: 'failed', results: [], failed: time.result(step, transaction), error: failure(step, error, undefined, transaction) }
  }
  return runTransaction(
    session,
    context,
    step,
    () => Promise.resolve(),
    () => performance.now() - begun,
  )

  function runOne(position: number, name: string, work: Parameters<Parameters<StepsScript['run']>[0]['step']>[1]): Promise<StepRecord> {
    return inTurn(context, async () => {
      const { stepSql } = context
      const transaction = await session.begin()
      try {
        const row = { n: position, name, checksum: revision, state: 'done' as const, session: session.id, result: undefined }
        await transaction.run(stepSql.record(step, row, undefined))
        const value = await lend(transaction, context, (lent) => work({ ...lent, dialect: driver.dialect, signal }))
        const result = value === undefined ? undefined : JSON.stringify(value)
        if (result !== undefined) await transaction.run(stepSql.keep(step, position, result))
        await transaction.commit()
        return { ...row, line: step.line, id: step.id, seq: step.seq, result }
      } catch (error) {
        await rollback(transaction)
        // Either a rival was first, or our own commit held although its answer was lost: the record tells.
        if (isDriverError(error) && (error.reason === 'constraint' || error.outcome === 'unknown')) {
          const there = (await recordsOf(session, context, step)).get(position)
          if (there !== undefined) return there
        }
        throw error
      }
    })
  }
}

async function recordsOf(session: Session, { stepSql }: Context, step: Step): Promise<Map<number, StepRecord>> {
  const { rows } = await session.run(stepSql.read(step))
  return new Map(
    stepsFrom(rows.map((row) => ({ ...row, line: step.line, id: step.id, seq: step.seq, session: null }))).map((record) => [
      record.n,
      record,
    ]),
  )
}

function changed(step: Step, n: number, known: StepRecord, name: string): MigrateError<'INVALID'> {
  const was = `step ${n + 1} ran as '${known.name}' of revision '${known.checksum}'`
  return new MigrateError(
    'INVALID',
    `The steps of migration '${step.id}' changed while it was half way: ${was}, and now it is '${name}'. Put the finished steps back as they were; add new ones behind them.`,
    { subject: 'migration', id: step.id },
  )
}
