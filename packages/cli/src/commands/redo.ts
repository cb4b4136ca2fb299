// Owns: `migrate redo`.
// Must not know: how migrations run.

import { nearest, type Plan, type Problem } from '@godwit/core'
import type { Context } from '../context.ts'
import { onlyLine, withDatabase, type LineOfDatabase } from '../database/database.ts'
import { progress } from '../page/progress.ts'
import type { Result } from '../result.ts'
import { rollBack } from '../database/roll-back.ts'
import { targetOf } from '../invocation/target.ts'
import { toldOfReport } from '../told.ts'

/** Down, then up again exactly what went down. A way down that did not end well stays the last word. */
export async function run(context: Context): Promise<Result> {
  const target = targetOf(context.flags, { steps: 1 })
  return withDatabase(context, progress(context.output), async (database) => {
    const line = onlyLine(database, 'A way down')
    const rolled = await rollBack(line, target, database, context, async (down) => againstPuttingBack(line, down, context.signal))
    if (rolled.kind !== 'run') return rolled.result
    const { run: down } = rolled
    const result = { kind: 'runs', verb: 'redo', database: database.name } as const
    if (down.report.outcome !== 'migrated') return { ...result, runs: [down] }
    const ids = idsOf(down.report)
    const report = await line.migrator.up({ again: ids }, { signal: context.signal })
    const told = await toldOfReport(line, report, context.signal)
    return { ...result, runs: [down, { line: line.name, direction: 'up', report, told, takenBack: ids }] }
  })
}

/** The way up is planned before anything is taken away: what cannot come back stays. */
async function againstPuttingBack(line: LineOfDatabase, down: Plan, signal: AbortSignal): Promise<readonly Problem[]> {
  const ids = idsOf(down)
  const gone = ids.filter((id) => !line.ids.includes(id))
  if (gone.length > 0) return gone.map((id) => ({ code: 'UNKNOWN_APPLIED', id, nearest: nearest(id, line.ids) }))
  const planning = await line.migrator.plan('up', { again: ids }, { signal, after: [down] })
  return planning.ok ? [] : planning.problems
}

function idsOf({ steps }: { readonly steps: readonly { readonly id: string }[] }): readonly string[] {
  return steps.map(({ id }) => id)
}
