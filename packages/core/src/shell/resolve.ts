// Owns: a person's word on a statement that nobody else knows.
// Must not know: how it came to be unresolved.

import type { Session } from '../model/driver.ts'
import { MigrateError } from '../model/error.ts'
import type { StepBase } from '../model/plan.ts'
import type { Context } from './context.ts'
import { acquireLease } from './lease.ts'
import { lookAtJournal } from './store.ts'
import { inTurn } from './turn.ts'

export type Verdict = 'took-effect' | 'did-not-happen'

/** Under the lease, so that it cannot speak about a statement that is running. Rejects with `INVALID` if there is none. */
export async function resolve(session: Session, context: Context, id: string, n: number, verdict: Verdict): Promise<void> {
  const { line, stepSql } = context
  const find = async (): Promise<number | undefined> => {
    const journal = await lookAtJournal(session, context)
    return journal.kind === 'absent'
      ? undefined
      : journal.steps.find((step) => step.line === line && step.id === id && step.n === n && step.state === 'open')?.seq
  }
  if ((await inTurn(context, find)) === undefined) throw nothing(id, n)
  const lease = await acquireLease(session, context)
  try {
    const seq = await find()
    if (seq === undefined) throw nothing(id, n)
    const step = { line, id, seq } as StepBase
    const { affected } = await inTurn(context, () =>
      session.run(verdict === 'took-effect' ? stepSql.close(step, n) : stepSql.withdraw(step, n)),
    )
    if (affected !== 1) throw nothing(id, n)
  } finally {
    await lease.release()
  }
}

function nothing(id: string, n: number): MigrateError<'INVALID'> {
  return new MigrateError('INVALID', `Migration '${id}' has no unresolved statement ${n + 1}. Nothing was changed.`, {
    subject: 'statement',
    id,
  })
}
