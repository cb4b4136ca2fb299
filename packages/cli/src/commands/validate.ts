// Owns: `migrate validate`.
// Must not know: what makes a migration valid.

import { sharedNumbers } from '@godwit/core/directory'
import type { Context } from '../context.ts'
import { withDatabase } from '../database.ts'
import { progress } from '../progress.ts'
import type { LineValidation, Result } from '../result.ts'

export async function run(context: Context): Promise<Result> {
  return withDatabase(context, progress(context.output), async (database) => {
    const lines: LineValidation[] = []
    for (const { name, migrator, ids } of database.lines) {
      const { warnings, ...validation } = await migrator.validateMigrations()
      lines.push({ line: name, validation: { ...validation, warnings: [...warnings, ...twins(ids)] } })
    }
    return { kind: 'validation', database: database.name, lines }
  })
}

/** No mistake by itself, and yet how two branches that knew nothing of each other look after a merge. */
function twins(ids: readonly string[]): readonly string[] {
  return sharedNumbers(ids).map(({ number, ids: shared }) => `${shared.join(' and ')} share the number ${number}.`)
}
