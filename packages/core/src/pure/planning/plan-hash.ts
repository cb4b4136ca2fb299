// Owns: the hash that stands for a plan in a review.
// Must not know: how the plan was made.

import type { Direction } from '../../model/journal.ts'
import type { Step } from '../../model/plan.ts'
import { sha256 } from '../../runtime/sha256.ts'

/** Over what runs and in which order; not over positions in the history, which a review cannot know. */
export function planHash(direction: Direction, steps: readonly Step[]): string {
  return sha256(JSON.stringify([direction, steps.map(contentOf)]))
}

function contentOf(step: Step): readonly unknown[] {
  const { line, id, kind } = step
  switch (step.kind) {
    case 'atomic':
      return [line, id, kind, step.text, step.foreignKeys, step.check ?? null]
    case 'journaled':
      return [
        line,
        id,
        kind,
        step.text,
        step.from,
        step.groups.map((group) => (group.kind === 'alone' ? group.n : [group.from, group.to])),
        step.check ?? null,
      ]
    case 'code':
      return [line, id, kind, step.revision, step.foreignKeys, step.check ?? null]
    case 'steps':
      return [line, id, kind, step.revision, step.foreignKeys]
    case 'record':
      return [line, id, kind, step.because, step.checksum]
    default:
      return step satisfies never
  }
}
