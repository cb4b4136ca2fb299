// Owns: a migration that is a function cut into durable steps, each a transaction with its own record.
// Must not know: SQL text, statements of scripts.

import { isDriverError } from '../../model/driver-error.ts'
import type { Session } from '../../model/driver.ts'
import { MigrateError } from '../../model/error.ts'
import type { StepRecord } from '../../model/journal.ts'
import type { StepsScript } from '../../model/migration.ts'
import type { Step } from '../../model/plan.ts'
import { stepsFrom } from '../../pure/journal/journal-from.ts'
import type { Context } from '../context/context.ts'
import { type Executed, failure, watch } from './executed.ts'
import { type Lease, leaseLost } from '../journal/lease.ts'
import { conclude } from './conclude.ts'
import { assertNothingDangles, beginFor } from './foreign-keys.ts'
import { lend } from './run-code.ts'
import { runRecorded } from './run-recorded.ts'
import { rollback } from '../context/rollback.ts'
import { runTransaction } from './run-transaction.ts'
import { stepsInTurn } from './steps-in-turn.ts'
import { inTurn, mayTryAgain, throwIfAborted } from '../context/turn.ts'

type StepsStep = Extract<Step, { readonly kind: 'steps' }>
type Work = Parameters<Parameters<StepsScript['run']>[0]['step']>[1]

/** Two runners may be here at once: the record's key lets each step happen once, and both go on after it. */
export async function runSteps(
  session: Session,
  context: Context,
  step: StepsStep,
  script: StepsScript,
  lease: Lease | undefined,
): Promise<Executed> {
  const { notify } = context
  const { revision } = step
  const { dialect } = session
  const signal = lease === undefined ? context.signal : AbortSignal.any([context.signal, lease.lost])
  notify({ type: 'step.started', step })
  const time = watch(session)
  const begun = performance.now()
  const records = await recordsOf(session, context, step)
  let n = 0
  /** Where a step failed and something of it may have been committed: its record says so. */
  let settlement: 'unknown' | undefined
  /** What keeps anything from following: a commit that was not answered, or a history that is not what was read. */
  let over: { readonly executed: Extract<Executed, { readonly kind: 'lost' | 'overtaken' }>; readonly error: unknown } | undefined
  try {
    await stepsInTurn(script, {
      dialect,
      signal,
      async step(name, work) {
        if (over !== undefined) throw over.error
        throwIfAborted(signal, step.id)
        const position = n++
        const earlier = records.get(position)
        const known = earlier?.state === 'done' ? earlier : await runOne(position, name, work)
        records.set(position, known)
        if (known.name !== name || known.checksum !== revision) throw changed(step, position, known, name)
        notify({ type: 'statement.done', line: step.line, id: step.id, n: position, total: n })
        return (known.result === undefined ? undefined : JSON.parse(known.result)) as Awaited<ReturnType<typeof work>>
      },
    })
    // Whatever the function made of its rejection.
    if (over !== undefined) throw over.error
  } catch (error) {
    if (over !== undefined) return over.executed
    if (settlement === undefined && mayTryAgain(error)) return { kind: 'busy', results: [], error }
    if (lease !== undefined && isDriverError(error) && error.outcome === 'unknown')
      return { kind: 'lost', results: [], steps: [step], error }
    const transaction = settlement ?? kept()
    return { kind: 'failed', results: [], failed: time.result(step, transaction), error: failure(step, error, undefined, transaction) }
  }
  if (lease === undefined) {
    const took = (): number => performance.now() - begun
    return runTransaction(session, context, step, () => Promise.resolve(), { took, undone: kept() })
  }
  return conclude(session, context, step, lease, time, n)

  /** Of this run or an earlier one. */
  function kept(): 'partly committed' | 'rolled back' {
    return [...records.values()].some(({ state }) => state === 'done') ? 'partly committed' : 'rolled back'
  }

  function runOne(position: number, name: string, work: Work): Promise<StepRecord> {
    return lease === undefined ? runAtomic(position, name, work) : runOpen(position, name, work, lease)
  }

  /** Where DDL in the step would end its transaction. */
  async function runOpen(position: number, name: string, work: Work, held: Lease): Promise<StepRecord> {
    if ((await held.renewal()) === 'inline') await held.verify(session)
    const about = { n: position, name, checksum: revision }
    const ended = await runRecorded(
      session,
      context,
      step,
      about,
      held,
      (transaction) => lend(transaction, context, step, (lent) => work({ ...lent, dialect, signal })),
      () => Promise.resolve(),
    )
    if (ended.kind === 'overtaken') {
      const error = new Error(`the record of step '${name}' was refused`)
      over = { executed: { kind: 'overtaken', results: [], claim: 'receipt', id: step.id }, error }
      throw error
    }
    if (ended.kind === 'failed') {
      settlement = ended.settlement === 'unknown' ? 'unknown' : undefined
      throw held.lost.aborted ? leaseLost(step.line, ended.error) : ended.error
    }
    const result = ended.value === undefined ? undefined : JSON.stringify(ended.value)
    return { ...recordFor(position, name), result }
  }

  function recordFor(position: number, name: string): StepRecord {
    const { line, id, seq } = step
    const unknown = { result: undefined, intent: undefined, before: undefined, startedAt: '' }
    return { line, id, seq, n: position, name, checksum: revision, state: 'done', session: session.id, run: context.run, ...unknown }
  }

  function runAtomic(position: number, name: string, work: Work): Promise<StepRecord> {
    return inTurn(context, async () => {
      const { stepSql } = context
      const transaction = await beginFor(session, context, step)
      let stage: 'work' | 'commit' = 'work'
      try {
        const row = {
          n: position,
          name,
          checksum: revision,
          state: 'done',
          session: session.id,
          run: context.run,
          intent: undefined,
        } as const
        await transaction.run(stepSql.record(step, row, undefined, 'anything'))
        const value = await lend(transaction, context, step, (lent) => work({ ...lent, dialect, signal }))
        const result = value === undefined ? undefined : JSON.stringify(value)
        if (result !== undefined) await transaction.run(stepSql.complete(step, position, result))
        await assertNothingDangles(transaction, context, step)
        stage = 'commit'
        await transaction.commit()
        return { ...recordFor(position, name), result }
      } catch (error) {
        if (stage === 'commit' && isDriverError(error) && error.outcome === 'unknown')
          over = { executed: { kind: 'lost', results: [], steps: [step], position, error }, error }
        else await rollback(transaction)
        const rival = isDriverError(error) && error.reason === 'constraint' ? await recordAt(position) : undefined
        if (rival !== undefined) return rival
        if (over === undefined && (await isKept(position))) settlement = 'unknown'
        throw error
      }
    })
  }

  /** Whether its record outlived it: the function ended the transaction, over a client that it shares with us. Then the next run asks. */
  async function isKept(position: number): Promise<boolean> {
    try {
      return (await session.run(context.stepSql.reopen(step, position, context.run))).affected === 1
    } catch (error) {
      if (isDriverError(error)) return false
      throw error
    }
  }

  /** What a rival made of the step, if there was one. Where nobody can be asked, the error that led here is the one to tell. */
  async function recordAt(position: number): Promise<StepRecord | undefined> {
    try {
      return (await inTurn(context, () => recordsOf(session, context, step))).get(position)
    } catch (error) {
      if (isDriverError(error)) return undefined
      throw error
    }
  }
}

async function recordsOf(session: Session, { stepSql }: Context, step: Step): Promise<Map<number, StepRecord>> {
  const { line, id, seq } = step
  const { rows } = await session.run(stepSql.read(step))
  return new Map(stepsFrom(rows.map((row) => ({ ...row, line, id, seq }))).map((record) => [record.n, record]))
}

function changed(step: Step, n: number, known: StepRecord, name: string): MigrateError<'INVALID'> {
  const was = `step ${n + 1} ran as '${known.name}' of revision '${known.checksum}'`
  return new MigrateError(
    'INVALID',
    `The steps of migration '${step.id}' changed while it was half way: ${was}, and now it is '${name}'. Put the finished steps back as they were; add new ones behind them.`,
    { subject: 'migration', id: step.id },
  )
}
