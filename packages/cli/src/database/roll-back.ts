// Owns: the way down that is confirmed first: what was shown is what runs, or nothing does.
// Must not know: what happens afterwards.

import { MigrateError, type Plan, type Problem, type Target } from '@godwit/core'
import { blockedRun } from './blocked-run.ts'
import { confirmed } from '../invocation/confirm.ts'
import type { Context } from '../context.ts'
import type { Database, LineOfDatabase } from './database.ts'
import { idList } from '../text/id-list.ts'
import type { LineRun, Result } from '../result.ts'
import { toldOfReport } from '../told.ts'

export type RolledBack = { readonly kind: 'run'; readonly run: LineRun } | { readonly kind: 'not run'; readonly result: Result }

/** `against`: what else keeps it from being done. */
export async function rollBack(
  line: LineOfDatabase,
  target: Target,
  database: Database,
  context: Context,
  against: (plan: Plan) => Promise<readonly Problem[]> = async () => [],
): Promise<RolledBack> {
  const { migrator } = line
  const { flags, signal } = context
  const call = { signal, ...(flags.plan === undefined ? {} : { plan: flags.plan }) }
  const planning = await migrator.plan('down', target, call)
  if (!planning.ok) return { kind: 'run', run: await blockedRun(line, 'down', planning.problems, signal) }
  const { steps, hash } = planning.plan
  if (steps.length > 0) {
    const [first, ...others] = await against(planning.plan)
    if (first !== undefined) return { kind: 'run', run: await blockedRun(line, 'up', [first, ...others], signal) }
    const ids = idList(steps.map(({ id }) => id))
    const question = `Roll back ${ids} on ${database.name.name ?? database.name.url ?? database.name.driver}?`
    const answer = await confirmed(context, question)
    if (answer === 'no') return { kind: 'not run', result: { kind: 'declined', question } }
    if (answer === 'cancelled') throw new MigrateError('ABORTED', 'Interrupted before anything was rolled back.', { during: undefined })
  }
  const report = await migrator.down(target, { signal, plan: hash })
  return { kind: 'run', run: { line: line.name, direction: 'down', report, told: await toldOfReport(line, report, signal) } }
}
