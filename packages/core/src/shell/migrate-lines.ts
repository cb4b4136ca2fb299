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

/**
 * Stops at the first line that is blocked or fails: those behind it may require it. Before anything is made it is looked whether a name
 * that any of them would take is taken, or wanted by two of them: then nothing of any line is run, and the last report says which names.
 */
export async function migrateLines(
  driver: Driver,
  lines: readonly Line[],
  options: Omit<MigratorOptions, 'line' | 'requires'> = {},
  call: Call = {},
): Promise<readonly LineReport[]> {
  const ordered = orderLines(lines)
  const migrators = ordered.map(({ name, migrations, requires = [] }) => {
    const migrator = new Migrator(driver, { ...options, line: name, requires })
    migrator.addMigrations(migrations)
    return migrator
  })
  const reports: LineReport[] = []
  /** Whoever is the first to make something looks at those behind it. */
  let looked = false
  for (const [n, migrator] of migrators.entries()) {
    const report = await migrator.up(LATEST, looked ? call : { ...call, followedBy: migrators.slice(n + 1) })
    reports.push({ line: ordered[n]?.name ?? '', report })
    if (report.outcome === 'blocked' || report.outcome === 'failed') break
    looked ||= report.outcome !== 'up-to-date'
  }
  return reports
}
