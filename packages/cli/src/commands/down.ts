// Owns: `migrate down`.
// Must not know: how migrations are rolled back.

import type { Context } from '../context.ts'
import { onlyLine, withDatabase } from '../database/database.ts'
import { planLines } from '../database/plan-lines.ts'
import { progress } from '../page/progress.ts'
import type { Result } from '../result.ts'
import { rollBack } from '../database/roll-back.ts'
import { targetOf } from '../invocation/target.ts'

/** Without a target: the last migration only. */
export async function run(context: Context): Promise<Result> {
  const target = targetOf(context.flags, { steps: 1 })
  return withDatabase(context, progress(context.output), async (database) => {
    const line = onlyLine(database, 'A way down')
    if (context.flags['dry-run'] === true) return planLines(database, [line], 'down', target, context)
    const rolled = await rollBack(line, target, database, context)
    if (rolled.kind !== 'run') return rolled.result
    return { kind: 'runs', verb: 'down', database: database.name, runs: [rolled.run] }
  })
}
