// Owns: which migrations a target means, by name alone. Pending is a set difference, never a maximum.
// Must not know: what the migrations say, so that only those that will run need to be loaded.

import type { Direction, Journal } from '../model/journal.ts'
import type { Problem } from '../model/problem.ts'
import type { Target } from '../model/target.ts'
import { compareId } from './compare-id.ts'
import { history, type History } from './history.ts'
import { nearest } from './nearest.ts'
import type { Registry } from './registry.ts'

export type Selection =
  /** In the order in which they run. */
  { readonly ok: true; readonly ids: readonly string[] } | { readonly ok: false; readonly problem: Problem }

export function select(registry: Registry, journal: Journal, direction: Direction, target: Target): Selection {
  const past = history(journal, registry.line)
  const wrong = misuse(registry, past, direction, target)
  if (wrong !== undefined) return { ok: false, problem: wrong }
  return { ok: true, ids: direction === 'up' ? upwards(registry, past, target) : downwards(past, target) }
}

function upwards({ entries }: Registry, { applied }: History, target: Target): readonly string[] {
  const pending = entries.filter(({ id }) => !applied.has(id)).map(({ id }) => id)
  if ('steps' in target) return pending.slice(0, target.steps)
  return target.to === 'latest' ? pending : pending.filter((id) => compareId(id, target.to) <= 0)
}

// By time, newest first: what was applied late may build on anything before it, whatever its number.
function downwards({ inTime }: History, target: Target): readonly string[] {
  const newestFirst = inTime.toReversed()
  if ('steps' in target) return newestFirst.slice(0, target.steps)
  return target.to === 'nothing' ? newestFirst : newestFirst.filter((id) => compareId(id, target.to) > 0)
}

function misuse({ byId }: Registry, { applied }: History, direction: Direction, target: Target): Problem | undefined {
  if ('steps' in target) {
    return Number.isInteger(target.steps) && target.steps >= 0
      ? undefined
      : { code: 'TARGET_INVALID', target, reason: 'steps must be a whole number from 0' }
  }
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
