// Owns: what evidence says about an intent that nobody closed, and the history as it is with that said.
// Must not know: how the evidence was had, SQL.

import type { Presence } from '../../model/effect.ts'
import type { Journal, StepRecord } from '../../model/journal.ts'

/** What the record's session is at. `unknown`: nobody can be asked, or nobody wrote which session it was. */
export type Work = 'running' | 'ended' | 'elsewhere' | 'hidden' | 'unknown'

export interface Evidence {
  readonly work: Work
  /** What the catalogue says now of the effect; undefined where it cannot tell. */
  readonly now: Presence | undefined
}

/** `repeat`: nobody knows, and a second time does no harm. `wait`: it is not over. */
export type Judgement = 'took-effect' | 'did-not-happen' | 'repeat' | 'unresolved' | 'wait'

export function judge({ intent, state, before }: StepRecord, { work, now }: Evidence): Judgement {
  if (work === 'running') return 'wait'
  if (intent === undefined) return 'unresolved'
  // What a function committed by itself is not in the catalogue's power to tell.
  if (intent.kind === 'function') return state === 'begun' ? 'unresolved' : 'did-not-happen'
  const wanted = intent.effect === undefined ? undefined : intent.effect.change === 'appears' ? 'present' : 'absent'
  if (wanted !== undefined && now === wanted && before !== undefined && before !== wanted) return 'took-effect'
  // It may still be at it, or about to be, and nobody here can be asked.
  if (work !== 'ended') return 'unresolved'
  // Before it there were several of the name, so that nobody could say which one it means. One of them may be what it left.
  if (before === undefined && wanted === 'absent' && now !== 'absent') return 'unresolved'
  // There before it ran, too: then it was refused, or did nothing.
  if (wanted !== undefined && now !== undefined && (now !== wanted || before === wanted)) return 'did-not-happen'
  return intent.repeat === 'harmless' ? 'repeat' : 'unresolved'
}

/** The history as a run would find it after what is known was written down. */
export function settledJournal(journal: Journal, judgements: ReadonlyMap<StepRecord, Judgement>): Journal {
  if (journal.kind === 'absent' || judgements.size === 0) return journal
  const steps: StepRecord[] = []
  for (const record of journal.steps) {
    const judgement = judgements.get(record)
    if (judgement === 'took-effect') steps.push({ ...record, state: 'done' })
    else if (judgement !== 'did-not-happen' && judgement !== 'repeat') steps.push(record)
  }
  return { ...journal, steps }
}
