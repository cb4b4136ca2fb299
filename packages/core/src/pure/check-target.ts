// Owns: whether something is a target at all, for callers whom no type checker stood in the way.
// Must not know: which migrations exist, which way anybody goes.

import { MigrateError } from '../model/error.ts'
import { isObject } from './misshapen.ts'

/** Throws `MigrateError` with code `INVALID`. Whether the migration that it names is there is asked later. */
export function checkTarget(target: unknown): void {
  const given = isObject(target) ? (['to', 'steps'] as const).filter((name) => target[name] !== undefined) : []
  const [first] = given
  if (isObject(target) && given.length === 1 && (first === 'steps' || typeof target['to'] === 'string')) return
  const what =
    target === undefined ? 'No target was given' : given.length === 2 ? "A target has 'to' or 'steps', not both" : 'This is no target'
  throw new MigrateError(
    'INVALID',
    `${what}. Write { to: '<id>' }, { to: 'latest' }, { to: 'nothing' } or { steps: <n> }. Nothing was run.`,
    { subject: 'target', id: typeof target === 'string' ? target : undefined },
  )
}
