// Owns: whether what is not SQL may go on where something was begun: a function that did not end, or what took a script's place.
// Must not know: how it is run.

import type { StepBase } from '../../model/plan.ts'
import type { Problem } from '../../model/problem.ts'
import type { Made, Question } from './planner.ts'
import { recordsOf, unresolved } from '../journal/unresolved.ts'

export type ScriptName = Extract<Problem, { readonly code: 'PREFIX_CHANGED' }>['script']

/** `begun`: something of it was committed by itself, and nobody knows what. */
export function halted({ journal }: Question, of: StepBase, script: ScriptName, kind: 'code' | 'steps' | 'record'): Made | undefined {
  const records = recordsOf(journal, of)
  const begun = records.find(({ state }) => state === 'begun')
  if (begun !== undefined) return { ok: false, problems: [unresolved(begun, undefined)] }
  // Durable steps find out by their names, one after the other.
  const other = kind === 'steps' ? undefined : records.find(({ intent }) => kind === 'record' || intent?.kind !== 'function')
  return other === undefined ? undefined : { ok: false, problems: [{ code: 'PREFIX_CHANGED', id: of.id, n: other.n, script }] }
}
