// Owns: what a line makes, found out by making it in an empty database, and leaving that as it was.
// Must not know: what the answer is compared with.

import type { Table } from '../../model/catalogue.ts'
import { isMigrateError } from '../../model/error.ts'
import type { Line } from '../../model/migration.ts'
import type { Report } from '../../model/report.ts'
import { LATEST } from '../../model/target.ts'
import { tablesIn, visit } from '../schema/catalogue.ts'
import { blocked } from '../migration-result.ts'
import { Migrator } from '../migrator.ts'
import {
  clearedAway,
  namesLeft,
  reading,
  refuseUnlessEmpty,
  relations,
  type ScratchDatabase,
  withWhatIsLeft,
} from '../schema/scratch-database.ts'

export interface Made {
  /** What is there once `to` is applied. */
  readonly tables: readonly Table[]
  /** What only the migrations behind it make, by name. */
  readonly later: readonly string[]
  /** What could not be taken away again, by name. */
  readonly left: readonly string[]
}

export interface Scratch extends ScratchDatabase {
  readonly line: Line
  readonly to: string
}

/**
 * Rejects with `INVALID` where the database is not empty, and has touched nothing then. What the line requires of others is not asked
 * here; where its statements need them, they fail.
 */
export async function madeIn(scratch: Scratch): Promise<Made> {
  const { line, to, options, call } = scratch
  await refuseUnlessEmpty(scratch)
  const migrator = new Migrator(scratch.driver, { ...options, line: line.name })
  migrator.addMigrations(line.migrations)
  const down = (): Promise<Report> => migrator.down({ to: 'nothing' })
  let made: Omit<Made, 'left'>
  try {
    refuseUnlessDone(await migrator.up({ to }, call))
    const before = await relations(scratch)
    const found = await visit(reading(scratch), (session) => tablesIn(session, before))
    refuseUnlessDone(await migrator.up(LATEST, call))
    const later = (await relations(scratch)).filter((name) => !before.includes(name))
    made = { tables: found, later }
  } catch (error) {
    throw isMigrateError(error) ? await withWhatIsLeft(error, scratch, down) : error
  }
  await clearedAway(scratch, down)
  return { ...made, left: await namesLeft(scratch) }
}

function refuseUnlessDone(report: Report): void {
  if (report.outcome === 'blocked') throw blocked(report.problems)
  if (report.outcome === 'failed') throw report.error
}
