// Owns: the hash that stands for a plan in a review.
// Must not know: how the plan was made.

import type { Direction } from '../model/journal.ts'
import type { Step } from '../model/plan.ts'
import { rawChecksum } from './checksum.ts'

/** Over what runs and in which order; not over positions in the history, which a review cannot know. */
export function planHash(direction: Direction, steps: readonly Step[]): string {
  const lines = steps.map((step) => JSON.stringify([step.line, step.id, step.kind, ...contentOf(step)]))
  const named = rawChecksum([direction, ...lines])
  return named.slice(named.indexOf(':') + 1)
}

function contentOf(step: Step): readonly unknown[] {
  switch (step.kind) {
    case 'atomic':
      return [step.text, step.foreignKeys, step.check ?? null]
    case 'journaled':
      return [
        step.text,
        step.from,
        step.groups.map((group) => (group.kind === 'alone' ? group.n : [group.from, group.to])),
        step.check ?? null,
      ]
    case 'code':
      return [step.revision, step.check ?? null]
    case 'steps':
      return [step.revision]
    case 'record':
      return [step.because, step.checksum]
    default:
      return step satisfies never
  }
}
