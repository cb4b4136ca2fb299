// Owns: how much of a line is applied, in figures.
// Must not know: what is to be done about the rest.

import type { Journal } from '../../model/journal.ts'
import type { MigrationSummary } from '../../model/report.ts'
import { history } from '../journal/history.ts'
import type { Registry } from '../line/registry.ts'

export function summary({ entries, line }: Registry, journal: Journal): MigrationSummary {
  const { applied, inTime } = history(journal, line)
  const pendingMigrationIds = entries.filter(({ id }) => !applied.has(id)).map(({ id }) => id)
  return {
    totalMigrations: entries.length,
    appliedMigrations: entries.length - pendingMigrationIds.length,
    pendingMigrations: pendingMigrationIds.length,
    pendingMigrationIds,
    currentVersion: inTime.at(-1) ?? '0',
  }
}
