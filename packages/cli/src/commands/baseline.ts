// Owns: `migrate baseline`.
// Must not know: how a receipt is written.

import { MigrateError } from '@godwit/core'
import { confirmed } from '../confirm.ts'
import type { Context } from '../context.ts'
import { onlyLine, withDatabase } from '../database.ts'
import { progress } from '../progress.ts'
import type { Result } from '../result.ts'
import { LATEST, targetOf } from '../target.ts'

/** For a database that has the tables already. Without a target: everything that is pending. */
export async function run(context: Context): Promise<Result> {
  const { flags, signal } = context
  const target = targetOf(flags, LATEST)
  return withDatabase(context, progress(context.output), async (database) => {
    const { name: line, migrator } = onlyLine(database, 'A baseline')
    const upTo = 'to' in target && target.to !== 'latest' ? ` up to ${target.to}` : 'steps' in target ? ` (${target.steps} of them)` : ''
    const question = `Record the pending migrations of ${line}${upTo} as applied on ${database.name.name ?? database.name.url ?? database.name.driver}, without running them?`
    const answer = await confirmed(context, question)
    if (answer === 'no') return { kind: 'declined', question }
    if (answer === 'cancelled') throw new MigrateError('ABORTED', 'Interrupted before anything was recorded.', { during: undefined })
    return {
      kind: 'runs',
      verb: 'baseline',
      database: database.name,
      runs: [{ line, direction: 'up', report: await migrator.baseline(target, { signal }) }],
    }
  })
}
