// Owns: several lines of one database in one call, in the order that their requirements ask for.
// Must not know: how a line is migrated.

import type { Driver } from '../model/driver.ts'
import type { Line } from '../model/migration.ts'
import type { Report } from '../model/report.ts'
import { LATEST } from '../model/target.ts'
import { orderLines } from '../pure/planning/requirement.ts'
import type { Call } from './context/call.ts'
import { Migrator } from './migrator.ts'
import type { MigratorOptions } from './context/migrator-options.ts'

export interface LineReport {
  readonly line: string
  readonly report: Report
}

/** Stops at the first line that is blocked or fails: those behind it may require it. */
export async function migrateLines(
  driver: Driver,
  lines: readonly Line[],
  options: Omit<MigratorOptions, 'line' | 'requires'> = {},
  call: Call = {},
): Promise<readonly LineReport[]> {
  const reports: LineReport[] = []
  for (const { name, migrations, requires = [] } of orderLines(lines)) {
    const migrator = new Migrator(driver, { ...options, line: name, requires })
    migrator.addMigrations(migrations)
    const report = await migrator.up(LATEST, call)
    reports.push({ line: name, report })
    if (report.outcome === 'blocked' || report.outcome === 'failed') break
  }
  return reports
}
