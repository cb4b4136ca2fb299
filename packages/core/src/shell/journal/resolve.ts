// Owns: a person's word on a statement that nobody else knows.
// Must not know: how it came to be unresolved.

import type { Session } from '../../model/driver.ts'
import { MigrateError } from '../../model/error.ts'
import type { StepRecord } from '../../model/journal.ts'
import type { Verdict } from '../../model/unresolved.ts'
import { checkWord } from '../../pure/planning/check-word.ts'
import { openRecords } from '../../pure/journal/unresolved.ts'
import type { Context } from '../context/context.ts'
import { atRest } from './evidence.ts'
import { acquireLease, leaseLost } from './lease.ts'
import { lookAtJournal } from './store.ts'
import { inTurn } from '../context/turn.ts'

/**
 * Under the lease, and after the statement's session has ended its work, so that it cannot speak about one that is running.
 * Rejects with `INVALID` if there is none, or if the word is none.
 */
export async function resolve(session: Session, context: Context, id: string, n: number, verdict: Verdict): Promise<void> {
  // Any other word would be taken for `did-not-happen`, and the statement would run again.
  checkWord('verdict', verdict, ['took-effect', 'did-not-happen'])
  const { line, stepSql } = context
  const find = async (): Promise<StepRecord | undefined> =>
    openRecords(await lookAtJournal(session, context), line).find((record) => record.id === id && record.n === n)
  if ((await inTurn(context, find)) === undefined) throw nothing(id, n)
  const lease = await acquireLease(session, context)
  try {
    const record = await inTurn(context, find)
    if (record === undefined) throw nothing(id, n)
    // Its run may be dead, and the server still at work on what it sent.
    await atRest(session, context, record)
    const text = verdict === 'took-effect' ? stepSql.close(record, n, lease.token) : stepSql.withdraw(record, n, lease.token)
    const { affected } = await inTurn(context, () => session.run(text))
    if (affected !== 1) throw leaseLost(line)
  } finally {
    await lease.release(session)
  }
}

function nothing(id: string, n: number): MigrateError<'INVALID'> {
  return new MigrateError('INVALID', `Migration '${id}' has no unresolved statement ${n + 1}. Nothing was changed.`, {
    subject: 'statement',
    id,
  })
}
