// Owns: the way up of one line, with a look before a database file comes into being.
// Must not know: how migrations run.

import { existsSync } from 'node:fs'
import type { Call, Report, Target } from '@godwit/core'
import type { Database, LineOfDatabase } from './database.ts'

/** Opening for writing makes the file; what is refused must not leave an empty one behind. */
export async function upLine({ migrator }: LineOfDatabase, { file }: Database, target: Target, call: Call): Promise<Report> {
  if (file !== undefined && !existsSync(file)) {
    const planning = await migrator.plan('up', target, call)
    if (!planning.ok) return { outcome: 'blocked', problems: planning.problems, done: [], roundTrips: 0 }
  }
  return migrator.up(target, call)
}
