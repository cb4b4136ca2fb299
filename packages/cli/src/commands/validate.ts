// Owns: `migrate validate`.
// Must not know: what makes a migration valid.

import { sharedNumbers } from '@godwit/core/directory'
import type { Context } from '../context.ts'
import { withDatabase } from '../database/database.ts'
import { progress } from '../page/progress.ts'
import type { Result } from '../result.ts'
import { validateLines } from '../database/validate-lines.ts'

export async function run(context: Context): Promise<Result> {
  return withDatabase(context, progress(context.output), async (database) => {
    const validated = await validateLines(database.lines, context.signal)
    const lines = validated.map(({ line: { name, ids }, validation }) => ({
      line: name,
      validation: { ...validation, warnings: [...validation.warnings, ...twins(ids)] },
    }))
    return { kind: 'validation', database: database.name, lines }
  })
}

/** No mistake by itself, and yet how two branches that knew nothing of each other look after a merge. */
function twins(ids: readonly string[]): readonly string[] {
  return sharedNumbers(ids).map(({ number, ids: shared }) => `${shared.join(' and ')} share the number ${number}.`)
}
