// Owns: the way up of one line, with a look before a database file comes into being.
// Must not know: how migrations run.

import { existsSync } from 'node:fs'
import { isMigrateError, type Call, type Planning, type Report, type Target } from '@godwit/core'
import type { Database, LineOfDatabase } from './database.ts'

/** Opening for writing makes the file; what is refused must not leave an empty one behind. */
export async function upLine(line: LineOfDatabase, { file }: Database, target: Target, call: Call): Promise<Report> {
  const planning = file === undefined || existsSync(file) ? undefined : await lookAhead(line, target, call)
  if (planning?.ok === false) return { outcome: 'blocked', problems: planning.problems, done: [], roundTrips: 0 }
  return line.migrator.up(target, call)
}

/** What the database itself refuses is left to the run: between rivals who make the file together a look may be too early. */
async function lookAhead({ migrator }: LineOfDatabase, target: Target, call: Call): Promise<Planning | undefined> {
  try {
    return await migrator.plan('up', target, call)
  } catch (error) {
    if (isMigrateError(error, 'DATABASE') || isMigrateError(error, 'TURN_TIMEOUT')) return undefined
    throw error
  }
}
