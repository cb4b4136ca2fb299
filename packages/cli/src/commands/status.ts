// Owns: `migrate status`.
// Must not know: how a state is found.

import type { Status } from '@godwit/core'
import type { Context } from '../context.ts'
import { withDatabase } from '../database/database.ts'
import { progress } from '../page/progress.ts'
import type { Result } from '../result.ts'

export async function run(context: Context): Promise<Result> {
  return withDatabase(context, progress(context.output), async ({ name, lines }) => {
    const found: Status[] = []
    for (const { migrator } of lines) found.push(await migrator.status({ signal: context.signal }))
    return { kind: 'status', database: name, check: context.flags.check === true ? 'asked' : 'not asked', lines: found }
  })
}
