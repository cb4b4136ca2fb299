// Owns: `migrate baseline`.
// Must not know: how a receipt is written.

import { MigrateError } from '@godwit/core'
import { blockedRun } from '../database/blocked-run.ts'
import { confirmed } from '../invocation/confirm.ts'
import type { Context } from '../context.ts'
import { onlyLine, withDatabase } from '../database/database.ts'
import { idList } from '../text/id-list.ts'
import { progress } from '../page/progress.ts'
import type { Result } from '../result.ts'
import { LATEST, targetOf } from '../invocation/target.ts'

/** For a database that has the tables already. Without a target: everything that is pending. What was shown is what is recorded. */
export async function run(context: Context): Promise<Result> {
  const { flags, signal } = context
  const target = targetOf(flags, LATEST)
  return withDatabase(context, progress(context.output), async (database) => {
    const line = onlyLine(database, 'A baseline')
    const { name, migrator } = line
    const result = { kind: 'runs', verb: 'baseline', database: database.name } as const
    const planning = await migrator.plan('up', target, { signal, effect: 'record' })
    if (!planning.ok) return { ...result, runs: [await blockedRun(line, 'up', planning.problems, signal)] }
    const { steps, hash } = planning.plan
    if (steps.length > 0) {
      const ids = idList(steps.map(({ id }) => id))
      const where = database.name.name ?? database.name.url ?? database.name.driver
      const half = planning.warnings.flatMap((warning) => (warning.code === 'HALF_WAY_RECORDED' ? [warning.id] : []))
      const left = half.length === 0 ? '' : ` What is left of ${idList(half)}, half way up, will not run.`
      const question = `Record ${ids} as applied on ${where}, without running ${steps.length === 1 ? 'it' : 'them'}?${left}`
      const answer = await confirmed(context, question)
      if (answer === 'no') return { kind: 'declined', question }
      if (answer === 'cancelled') throw new MigrateError('ABORTED', 'Interrupted before anything was recorded.', { during: undefined })
    }
    const report = await migrator.baseline(target, { signal, plan: hash })
    return { ...result, runs: [{ line: name, direction: 'up', report, known: line.ids.length }] }
  })
}
