// Owns: what was begun and not ended, as a list for those who must decide.
// Must not know: how it is decided, how it is printed.

import type { Session } from '../model/driver.ts'
import type { Journal, StepRecord } from '../model/journal.ts'
import type { Unresolved } from '../model/unresolved.ts'
import { openRecords, unresolved } from '../pure/unresolved.ts'
import { type Evidence, judge } from '../pure/verdict.ts'
import type { Context } from './context.ts'
import { evidenceOf } from './evidence.ts'

export async function unresolvedRecords(session: Session, context: Context, journal: Journal): Promise<readonly Unresolved[]> {
  const found: Unresolved[] = []
  for (const record of openRecords(journal, context.line)) found.push(told(record, await evidenceOf(session, context, record)))
  return found
}

function told(record: StepRecord, evidence: Evidence): Unresolved {
  const { line, id, seq, n, session, startedAt, before } = record
  const { work, now } = evidence
  const judgement = judge(record, evidence)
  const next = judgement === 'wait' ? 'waits' : judgement === 'unresolved' ? 'asks' : 'settles'
  return {
    line,
    id,
    // Up writes the odd ones.
    direction: seq % 2 === 1 ? 'up' : 'down',
    n,
    text: unresolved(record, undefined).place.text,
    session,
    work,
    startedAt,
    before,
    now,
    next,
    choices: next === 'asks' ? ['took-effect', 'did-not-happen'] : [],
  }
}
