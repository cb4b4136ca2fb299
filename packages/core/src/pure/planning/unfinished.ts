// Owns: what is half way and keeps a plan from being made: it is to be finished first, and only in its own direction.
// Must not know: how a migration is continued.

import type { Problem } from '../../model/problem.ts'
import type { HalfWay } from '../journal/half-way.ts'
import type { History } from '../journal/history.ts'
import type { Question } from './planner.ts'
import { unresolved } from '../journal/unresolved.ts'

/** Nothing may be begun on a schema that is half of something; to go on with what is half way is always allowed. */
export function unfinished(question: Question, past: History): readonly Problem[] {
  const problems: Problem[] = []
  for (const [id, half] of past.halfWay) {
    // Its own step says where it continues, or why it cannot.
    if (half.direction === question.direction && question.ids.includes(id)) continue
    if (stands(question, past, id, half)) problems.push(...problemsOf(question, id, half))
  }
  return problems
}

function stands({ registry, direction, ids, policy }: Question, past: History, id: string, half: HalfWay): boolean {
  const begun = (one: string): boolean => past.halfWay.get(one)?.direction === direction
  switch (direction) {
    case 'down':
      return ids.length === 0 || !ids.every(begun)
    case 'up':
      if (half.direction === 'down' || !registry.byId.has(id)) return true
      return policy.effect === 'run' && !ids.every(begun)
    default:
      return direction satisfies never
  }
}

/** Warnings: what is recorded is never gone on with. */
export function recordedHalfWay({ ids, policy }: Question, past: History): readonly Problem[] {
  if (policy.effect === 'run') return []
  return [...past.halfWay].flatMap(([id, { done, records }]) =>
    ids.includes(id) ? [{ code: 'HALF_WAY_RECORDED', id, done, unit: unitOf(records) }] : [],
  )
}

function problemsOf({ registry: { line, byId } }: Question, id: string, { direction, records, done }: HalfWay): readonly Problem[] {
  const unknown = records.filter(({ state }) => state !== 'done').map((record) => unresolved(record, undefined))
  const unit = unitOf(records)
  return [...unknown, { code: 'HALF_WAY', line, id, way: direction, done, unit, inCode: byId.has(id) ? 'present' : 'absent' }]
}

function unitOf(records: HalfWay['records']): 'step' | 'statement' {
  return records.some(({ name }) => name !== '') ? 'step' : 'statement'
}
