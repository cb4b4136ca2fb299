// Owns: the migrator of the product laws, and what is true of any report.
// Must not know: any single law.

import assert from 'node:assert/strict'
import { Migrator, type Migration, type MigratorOptions, type Report } from '@godwit/core'
import type { Driver, Executor } from '@godwit/core/driver'
import { column } from '../probe.ts'

/** Long enough for everything but a lease of somebody who died. */
const WAIT_MS = 20_000

export function runner(driver: Driver, migrations: readonly Migration[], options: MigratorOptions = {}): Migrator {
  const migrator = new Migrator(driver, { waitMs: WAIT_MS, ...options })
  migrator.addMigrations(migrations)
  return migrator
}

/** Ids of the migrations that the history calls applied, none where there is no history. */
export async function applied(executor: Executor, tables: string): Promise<readonly string[]> {
  if (!(await column(executor, tables)).includes('migrations')) return []
  const newest =
    "SELECT id FROM migrations AS m WHERE direction = 'up' AND seq = (SELECT MAX(seq) FROM migrations AS n WHERE n.line = m.line AND n.id = m.id) ORDER BY id"
  return (await column(executor, newest)).map(String)
}

/** Positions of the statements and durable steps of a migration that are recorded as done, none where there is no table of them. */
export async function finished(executor: Executor, tables: string, id: string): Promise<readonly unknown[]> {
  if (!(await column(executor, tables)).includes('migrations_step')) return []
  return column(executor, `SELECT n FROM migrations_step WHERE id = '${id}' AND state = 'done' ORDER BY n`)
}

/** The steps that a report calls committed. */
export function committed(report: Report): readonly string[] {
  switch (report.outcome) {
    case 'up-to-date':
    case 'rehearsed':
      return []
    case 'migrated':
      return report.steps.map(({ id }) => id)
    case 'blocked':
    case 'failed':
      return report.done.map(({ id }) => id)
    default:
      return report satisfies never
  }
}

/** Asserts that a run ended well; the report's own words otherwise. */
export function arrived(report: Report, what: string): void {
  switch (report.outcome) {
    case 'migrated':
    case 'up-to-date':
      return
    case 'failed':
      return assert.fail(`${what}: ${report.error.message}`)
    case 'blocked':
      return assert.fail(`${what}: blocked by ${report.problems.map(({ code }) => code).join(', ')}`)
    case 'rehearsed':
      return assert.fail(`${what}: rehearsed`)
    default:
      report satisfies never
  }
}

/**
 * Asserts that a report about a run up, from nothing, says what the history says. A step may be called unknown, which is
 * true of anything; what is called committed or rolled back must be so.
 */
export function truthful(report: Report, history: readonly string[], what: string): void {
  const claimed = new Set(committed(report))
  for (const id of claimed) assert.ok(history.includes(id), `${what}: ${id} was reported as committed and is not in the history`)
  for (const id of history) {
    if (claimed.has(id)) continue
    assert.ok(report.outcome === 'failed', `${what}: ${id} is in the history and the report, ${report.outcome}, does not have it`)
    assert.ok(!report.left.includes(id), `${what}: ${id} is in the history and was reported as not begun`)
    const { failed } = report
    if (failed?.id === id)
      assert.equal(failed.transaction, 'unknown', `${what}: ${id} is in the history and was reported as ${failed.transaction}`)
  }
}
