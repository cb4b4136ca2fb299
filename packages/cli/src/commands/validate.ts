// Owns: `migrate validate`.
// Must not know: what makes a migration valid.

import type { Context } from '../context.ts'
import { withDatabase } from '../database.ts'
import { progress } from '../progress.ts'
import type { LineValidation, Result } from '../result.ts'

export async function run(context: Context): Promise<Result> {
  return withDatabase(context, progress(context.output), async (database) => {
    const lines: LineValidation[] = []
    for (const { name, migrator } of database.lines) lines.push({ line: name, validation: await migrator.validateMigrations() })
    return { kind: 'validation', database: database.name, lines }
  })
}
