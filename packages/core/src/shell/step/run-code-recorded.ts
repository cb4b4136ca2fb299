// Owns: a migration that is a function, where DDL commits by itself.
// Must not know: SQL text, durable steps, engines whose transactions hold DDL.

import { isDriverError } from '../../model/driver-error.ts'
import type { Session } from '../../model/driver.ts'
import type { CodeScript } from '../../model/migration.ts'
import type { Step } from '../../model/plan.ts'
import { stepsFrom } from '../../pure/journal/journal-from.ts'
import type { Context } from '../context/context.ts'
import { conclude } from './conclude.ts'
import { type Executed, failure, watch } from './executed.ts'
import { isThere } from './is-there.ts'
import { type Lease, leaseLost } from '../journal/lease.ts'
import { lend } from './run-code.ts'
import { runRecorded } from './run-recorded.ts'
import { inTurn, mayTryAgain, throwIfAborted } from '../context/turn.ts'

type CodeStep = Extract<Step, { readonly kind: 'code' }>

export async function runCodeRecorded(
  session: Session,
  context: Context,
  step: CodeStep,
  script: CodeScript,
  lease: Lease,
): Promise<Executed> {
  const { journalSql, stepSql, run, notify } = context
  const signal = AbortSignal.any([context.signal, lease.lost])
  notify({ type: 'step.started', step })
  const time = watch(session)
  try {
    const { line, id, seq } = step
    const [known] = stepsFrom((await inTurn(context, () => session.run(stepSql.read(step)))).rows.map((row) => ({ ...row, line, id, seq })))
    if ((await lease.renewal()) === 'inline') await lease.verify(session)
    if (known?.state === 'done') return await conclude(session, context, step, lease, time, 1)
    if (known === undefined && (await isThere(session, step))) return await conclude(session, context, step, lease, time, 0)
    const ended = await runRecorded(
      session,
      context,
      step,
      { n: 0, name: '', checksum: step.checksum },
      lease,
      async (transaction) => {
        await lend(transaction, context, step, (lent) => script.run({ ...lent, dialect: session.dialect, signal }))
        throwIfAborted(signal, step.id)
      },
      async (transaction) => {
        const keep = journalSql.keep(line, lease.token)
        if (keep !== undefined) await transaction.run(keep)
        await transaction.run(journalSql.concludeInside(step, run, lease.token))
      },
    )
    if (ended.kind === 'overtaken') return { kind: 'overtaken', results: [], claim: 'receipt', id }
    if (ended.kind === 'failed') {
      const { error, settlement } = ended
      if (settlement === 'rolled back' && mayTryAgain(error)) return { kind: 'busy', results: [], error }
      if (isDriverError(error) && error.outcome === 'unknown') return { kind: 'lost', results: [], steps: [step], error }
      const why = lease.lost.aborted ? leaseLost(line, error) : error
      return { kind: 'failed', results: [], failed: time.result(step, settlement), error: failure(step, why, undefined, settlement) }
    }
    const result = time.result(step, 'committed')
    notify({ type: 'step.done', result })
    return { kind: 'done', results: [result] }
  } catch (error) {
    if (isDriverError(error) && error.outcome === 'unknown') return { kind: 'lost', results: [], steps: [step], error }
    return { kind: 'failed', results: [], failed: time.result(step, 'rolled back'), error: failure(step, error, undefined, 'rolled back') }
  }
}
