// Owns: which migrations a target means, by name alone. Pending is a set difference, never a maximum.
// Must not know: what the migrations say, so that only those that will run need to be loaded.

import type { Direction, Journal } from '../../model/journal.ts'
import type { Problem } from '../../model/problem.ts'
import type { Target } from '../../model/target.ts'
import { compareId } from '../line/compare-id.ts'
import { history, type History } from '../journal/history.ts'
import { nearest } from '../line/nearest.ts'
import type { Registry } from '../line/registry.ts'

export type Selection =
  /** In the order in which they run. */
  { readonly ok: true; readonly ids: readonly string[] } | { readonly ok: false; readonly problem: Problem }

export function select(registry: Registry, journal: Journal, direction: Direction, target: Target): Selection {
  const past = history(journal, registry.line)
  const wrong = misuse(registry, past, direction, target)
  if (wrong !== undefined) return { ok: false, problem: wrong }
  const ids = candidates(registry, past, direction)
  if (target.steps !== undefined) return { ok: true, ids: ids.slice(0, target.steps) }
  if (target.again !== undefined) return { ok: true, ids: ids.filter((id) => target.again.includes(id)) }
  const { to } = target
  if (to === 'latest' || to === 'nothing') return { ok: true, ids }
  return { ok: true, ids: ids.filter((id) => (direction === 'up' ? compareId(id, to) <= 0 : compareId(id, to) > 0)) }
}

/** All that could go this way, in the order in which they would. What is half way this way is finished first. */
export function candidates(registry: Registry, past: History, direction: Direction): readonly string[] {
  const ids = direction === 'up' ? upwards(registry, past) : downwards(past)
  if (past.halfWay.size === 0) return ids
  const begun = (id: string): boolean => past.halfWay.get(id)?.direction === direction
  return [...ids.filter(begun), ...ids.filter((id) => !begun(id))]
}

function upwards({ entries }: Registry, { applied }: History): readonly string[] {
  return entries.filter(({ id }) => !applied.has(id)).map(({ id }) => id)
}

// By time, newest first: what was applied late may build on anything before it, whatever its number.
function downwards({ inTime }: History): readonly string[] {
  return inTime.toReversed()
}

function misuse(registry: Registry, past: History, direction: Direction, target: Target): Problem | undefined {
  const { byId } = registry
  const { applied } = past
  if (target.steps !== undefined) {
    return Number.isInteger(target.steps) && target.steps >= 0
      ? undefined
      : { code: 'TARGET_INVALID', target, reason: 'steps must be a whole number from 0' }
  }
  if (target.again !== undefined) return misusedAgain(registry, past, direction, target)
  const { to } = target
  if (to === 'latest')
    return direction === 'up'
      ? undefined
      : { code: 'TARGET_INVALID', target, reason: "'latest' is a way up; going down needs an id, 'nothing' or a number of steps" }
  if (to === 'nothing')
    return direction === 'down'
      ? undefined
      : { code: 'TARGET_INVALID', target, reason: "'nothing' is a way down; going up needs an id, 'latest' or a number of steps" }
  if (!byId.has(to) && !applied.has(to))
    return { code: 'TARGET_UNKNOWN', target: to, nearest: nearest(to, [...byId.keys(), ...applied.keys()]) }
  if (direction === 'down' && !applied.has(to))
    return { code: 'TARGET_INVALID', target, reason: `'${to}' is not applied, so it cannot be the last one that is` }
  return undefined
}

/** Only what was there before may come back past the others: anything else would be a way around their order. */
function misusedAgain(
  { byId }: Registry,
  { seq }: History,
  direction: Direction,
  target: Extract<Target, { readonly again: readonly string[] }>,
): Problem | undefined {
  if (direction === 'down')
    return { code: 'TARGET_INVALID', target, reason: "'again' is a way up; going down needs an id, 'nothing' or a number of steps" }
  const unknown = target.again.find((id) => !byId.has(id))
  if (unknown !== undefined) return { code: 'TARGET_UNKNOWN', target: unknown, nearest: nearest(unknown, byId.keys()) }
  const fresh = target.again.find((id) => !seq.has(id))
  return fresh === undefined ? undefined : { code: 'TARGET_INVALID', target, reason: `'${fresh}' was never applied, so not 'again'` }
}
