// Owns: planning without running, for `plan` and for --dry-run.
// Must not know: how a plan is printed.

import type { Call, Direction, Plan, Target } from '@godwit/core'
import type { Context } from '../context.ts'
import type { Database, LineOfDatabase } from './database.ts'
import type { LinePlanning, Result } from '../result.ts'

export async function planLines(
  database: Database,
  lines: readonly LineOfDatabase[],
  direction: Direction,
  target: Target,
  { flags, signal }: Context,
): Promise<Result> {
  const call = { signal, ...(flags.plan === undefined ? {} : { plan: flags.plan }) }
  return { kind: 'plans', database: database.name, plans: await planAhead(lines, direction, target, call) }
}

/** Each as if those before it had run: in one call they will have, and it may require them. */
export async function planAhead(
  lines: readonly LineOfDatabase[],
  direction: Direction,
  target: Target,
  call: Call,
): Promise<readonly LinePlanning[]> {
  const plans: LinePlanning[] = []
  const after: Plan[] = []
  for (const { name, migrator } of lines) {
    const planning = await migrator.plan(direction, target, { ...call, after })
    plans.push({ line: name, direction, planning })
    if (planning.ok) after.push(planning.plan)
  }
  return plans
}
