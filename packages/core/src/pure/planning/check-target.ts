// Owns: whether something is a target at all, for callers whom no type checker stood in the way.
// Must not know: which migrations exist, which way anybody goes.

import { MigrateError } from '../../model/error.ts'
import { isObject } from '../line/misshapen.ts'

/** Throws `MigrateError` with code `INVALID`. Whether the migration that it names is there is asked later. */
export function checkTarget(target: unknown): void {
  const given = isObject(target) ? NAMES.filter((name) => target[name] !== undefined) : []
  const [first] = given
  if (isObject(target) && given.length === 1 && first !== undefined && isOf(first, target[first])) return
  const what =
    target === undefined ? 'No target was given' : given.length > 1 ? `A target has one of ${NAMES.join(', ')}` : 'This is no target'
  throw new MigrateError(
    'INVALID',
    `${what}. Write { to: '<id>' }, { to: 'latest' }, { to: 'nothing' }, { steps: <n> } or { again: ['<id>', …] }. Nothing was run.`,
    { subject: 'target', id: typeof target === 'string' ? target : undefined },
  )
}

const NAMES = ['to', 'steps', 'again'] as const

/** Whether `steps` is a number that makes sense is asked later, in the words of the plan. */
function isOf(name: (typeof NAMES)[number], value: unknown): boolean {
  switch (name) {
    case 'to':
      return typeof value === 'string'
    case 'steps':
      return true
    case 'again':
      return Array.isArray(value) && value.every((id) => typeof id === 'string')
    default:
      return name satisfies never
  }
}
