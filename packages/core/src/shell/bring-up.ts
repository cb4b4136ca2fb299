// Owns: what a service does about its schema: brings it up to date when it starts, tells how it stands, lets go at the end.
// Must not know: frameworks, how a line is migrated.

import { isMigrateError } from '../model/error.ts'
import type { MigrationState, MigrationStatus, Report } from '../model/report.ts'
import type { SchemaHealth } from '../model/schema-health.ts'
import { LATEST } from '../model/target.ts'
import type { Call } from './context/call.ts'
import { blocked } from './migration-result.ts'
import type { Migrator } from './migrator.ts'
import type { UpOptions } from './up-options.ts'

export interface BroughtUp {
  /** What was done for each migrator, in their order; undefined where nothing was pending. */
  readonly reports: readonly (Report | undefined)[]
  /**
   * One query for each migrator. Never rejects for what the database does. `describeHealth` makes an answer of it. A database that
   * says nothing is waited for until the signal comes, and is `unreadable` then: give it one, `AbortSignal.timeout(2000)` say.
   */
  health(call?: Call): Promise<SchemaHealth>
  /** Closes what the drivers opened themselves. */
  close(): Promise<void>
}

/**
 * Brings the lines of `migrators` up to date, one after the other; those that others require come first. Any number of
 * replicas may do it at once: one of them applies a migration, the others wait for it and go on.
 *
 * A database in which newer code has applied more is left as it is: a replica of the old code may start again in the
 * middle of a deployment. Where migrations of this code are missing as well, it is refused.
 *
 * Rejects with the `MigrateError` of the first line that is blocked or fails, so that a service does not start on a schema
 * that it does not know; the drivers are closed then.
 */
export async function bringUp(migrators: readonly Migrator[], call: Call = {}): Promise<BroughtUp> {
  try {
    const reports: (Report | undefined)[] = []
    for (const [n, migrator] of migrators.entries())
      reports.push(await bringOneUp(migrator, { ...call, followedBy: migrators.slice(n + 1) }))
    return { reports, health: (again = {}) => health(migrators, again), close: () => closeAll(migrators) }
  } catch (error) {
    // What went wrong first is what is told.
    await closeAll(migrators).catch(() => {})
    throw error
  }
}

/** One that cannot be closed keeps no other open, and is told of when all have had their turn. */
async function closeAll(migrators: readonly Migrator[]): Promise<void> {
  const failures: unknown[] = []
  for (const migrator of migrators) await migrator.close().catch((error: unknown) => failures.push(error))
  if (failures.length > 0) throw failures[0]
}

async function bringOneUp(migrator: Migrator, call: UpOptions): Promise<Report | undefined> {
  const { migrations } = await migrator.status(call)
  if (migrations.every(({ state }) => state === 'applied' || state === 'unknown')) return undefined
  const report = await migrator.up(LATEST, call)
  switch (report.outcome) {
    case 'up-to-date':
    case 'migrated':
    case 'rehearsed':
      return report
    case 'blocked':
      throw blocked(report.problems)
    case 'failed':
      throw report.error
    default:
      return report satisfies never
  }
}

async function health(migrators: readonly Migrator[], call: Call): Promise<SchemaHealth> {
  const all: MigrationStatus[] = []
  try {
    for (const migrator of migrators) all.push(...(await migrator.status(call)).migrations)
  } catch (error) {
    if (isMigrateError(error)) return { state: 'unreadable', error }
    throw error
  }
  for (const [state, those] of WORST_FIRST) {
    const migrations = all.filter((migration) => those.includes(migration.state))
    if (migrations.length > 0) return { state, migrations }
  }
  return { state: 'current' }
}

const WORST_FIRST: readonly (readonly ['changed' | 'behind' | 'ahead', readonly MigrationState[]])[] = [
  ['changed', ['changed']],
  ['behind', ['pending', 'out-of-order', 'partial']],
  ['ahead', ['unknown']],
]
