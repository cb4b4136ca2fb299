// Owns: `migrate up`.
// Must not know: how migrations run.

import type { Context } from '../context.ts'
import { onlyLine, withDatabase } from '../database/database.ts'
import { EXIT, exitOfReport } from '../process/exit-code.ts'
import { planLines } from '../database/plan-lines.ts'
import { progress } from '../page/progress.ts'
import type { LineRun, Result } from '../result.ts'
import { LATEST, targetOf } from '../invocation/target.ts'
import { toldOfReport } from '../told.ts'

export async function run(context: Context): Promise<Result> {
  const { flags, signal } = context
  const target = targetOf(flags, LATEST)
  return withDatabase(context, progress(context.output), async (database) => {
    const partial = flags.to ?? flags.steps ?? flags.plan
    const lines = partial === undefined ? database.lines : [onlyLine(database, 'A target or a plan')]
    if (flags['dry-run'] === true) return planLines(database, lines, 'up', target, context)
    const runs: LineRun[] = []
    /** Whoever is the first to make something looks at those behind it. */
    let looked = false
    for (const [n, line] of lines.entries()) {
      const followedBy = looked ? [] : lines.slice(n + 1).map(({ migrator }) => migrator)
      const report = await line.migrator.up(target, { signal, followedBy, ...(flags.plan === undefined ? {} : { plan: flags.plan }) })
      looked ||= report.outcome !== 'up-to-date'
      runs.push({ line: line.name, direction: 'up', report, told: await toldOfReport(line, report, signal), known: line.ids.length })
      // A line may require what the one before it did not reach.
      if (exitOfReport(report) !== EXIT.done) break
    }
    return { kind: 'runs', verb: 'up', database: database.name, runs }
  })
}
