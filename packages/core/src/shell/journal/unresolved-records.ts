// Owns: what was begun and not ended, as a list for those who must decide.
// Must not know: how it is decided, how it is printed.

import type { Session } from '../../model/driver.ts'
import type { Direction, Journal, StepRecord } from '../../model/journal.ts'
import type { Unresolved } from '../../model/unresolved.ts'
import { history } from '../../pure/journal/history.ts'
import { openRecords, unresolved } from '../../pure/journal/unresolved.ts'
import { type Evidence, judge } from '../../pure/journal/verdict.ts'
import type { Context } from '../context/context.ts'
import { evidenceOf } from './evidence.ts'

export async function unresolvedRecords(session: Session, context: Context, journal: Journal): Promise<readonly Unresolved[]> {
  const { halfWay } = history(journal, context.line)
  const found: Unresolved[] = []
  for (const record of openRecords(journal, context.line)) {
    const evidence = await evidenceOf(session, context, record)
    const sight = evidence.work === 'hidden' ? context.driver.dialect.sessions?.sight : undefined
    found.push(told(record, halfWay.get(record.id)?.direction ?? 'up', evidence, sight))
  }
  return found
}

function told(record: StepRecord, direction: Direction, evidence: Evidence, sight: string | undefined): Unresolved {
  const { line, id, n, session, startedAt, before } = record
  const { work, now } = evidence
  const judgement = judge(record, evidence)
  const next = judgement === 'wait' ? 'waits' : judgement === 'unresolved' ? 'asks' : 'settles'
  return {
    line,
    id,
    direction,
    n,
    text: unresolved(record, undefined).place.text,
    session,
    work,
    sight,
    startedAt,
    before,
    now,
    next,
    choices: next === 'asks' ? ['took-effect', 'did-not-happen'] : [],
  }
}
