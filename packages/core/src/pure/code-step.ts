// Owns: whether a function that did not end may be run again.
// Must not know: how it is run.

import type { Step } from '../model/plan.ts'
import type { Made, Question } from './planner.ts'
import { recordsOf, unresolved } from './unresolved.ts'

/** Something of it was committed by itself, and nobody knows what. */
export function halted({ journal }: Question, step: Step): Made | undefined {
  const begun = recordsOf(journal, step).find(({ state }) => state === 'begun')
  return begun === undefined ? undefined : { ok: false, problems: [unresolved(begun, undefined)] }
}
