// Owns: `migrate redo`.
// Must not know: how migrations run.

import type { Context } from '../context.ts'
import { onlyLine, withDatabase } from '../database.ts'
import { progress } from '../progress.ts'
import type { Result } from '../result.ts'
import { rollBack } from '../roll-back.ts'
import { targetOf } from '../target.ts'
import { toldOfReport } from '../told.ts'

/** Down, then up again over exactly as many as went down. A way down that did not end well stays the last word. */
export async function run(context: Context): Promise<Result> {
  const target = targetOf(context.flags, { steps: 1 })
  return withDatabase(context, progress(context.output), async (database) => {
    const line = onlyLine(database, 'A way down')
    const rolled = await rollBack(line, target, database, context)
    if (rolled.kind !== 'run') return rolled.result
    const { run: down } = rolled
    const result = { kind: 'runs', verb: 'redo', database: database.name } as const
    if (down.report.outcome !== 'migrated') return { ...result, runs: [down] }
    const report = await line.migrator.up({ steps: down.report.steps.length }, { signal: context.signal })
    return { ...result, runs: [down, { line: line.name, direction: 'up', report, told: await toldOfReport(line, report, context.signal) }] }
  })
}
