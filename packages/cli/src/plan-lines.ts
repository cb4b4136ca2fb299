// Owns: planning without running, for `plan` and for --dry-run.
// Must not know: how a plan is printed.

import type { Direction, Target } from '@godwit/core'
import type { Context } from './context.ts'
import type { Database, LineOfDatabase } from './database.ts'
import type { LinePlanning, Result } from './result.ts'

export async function planLines(
  database: Database,
  lines: readonly LineOfDatabase[],
  direction: Direction,
  target: Target,
  { flags, signal }: Context,
): Promise<Result> {
  const plans: LinePlanning[] = []
  for (const { name, migrator } of lines) {
    const call = { signal, ...(flags.plan === undefined ? {} : { plan: flags.plan }) }
    plans.push({ line: name, direction, planning: await migrator.plan(direction, target, call) })
  }
  return { kind: 'plans', database: database.name, plans }
}
