// Owns: errors that are told apart by their code, as a service does that logs them. What it reads has to compile, too.
// Must not know: where errors come from.

import { expect, it } from 'vitest'
import { DriverError, isMigrateError, MigrateError, Migrator, type Report, type SchemaHealth } from '../src/index.ts'
import { scriptedDriver } from './scripted-driver.ts'

function shown(error: unknown): string {
  if (!isMigrateError(error)) return 'not ours'
  switch (error.code) {
    case 'BLOCKED':
      return error.details.problems[0].code
    case 'MIGRATION_FAILED':
      return `${error.details.id}, statement ${error.details.statement}: ${error.details.transaction}`
    case 'DATABASE':
      return `${error.details.reason} while ${error.details.during}`
    case 'TURN_TIMEOUT':
      return `${error.details.waitedMs} ms`
    default:
      // @ts-expect-error the other codes' details have no such thing
      return String(error.details.problems)
  }
}

function inReport(report: Report): string {
  if (report.outcome !== 'failed') return report.outcome
  return report.error.code === 'MIGRATION_FAILED' ? report.error.details.id : report.error.code
}

function inHealth(health: SchemaHealth): string {
  return health.state === 'unreadable' && health.error.code === 'DATABASE' ? health.error.details.reason : health.state
}

it('the details of an error are known by its code', async () => {
  expect(shown(new MigrateError('TURN_TIMEOUT', 'late', { waitedMs: 7 }))).toBe('7 ms')
  expect(shown(new MigrateError('DATABASE', 'away', { reason: 'connection', during: 'planning' }))).toBe('connection while planning')
  expect(shown(new Error('late'))).toBe('not ours')
  const refused = new DriverError({ reason: 'constraint', message: 'no', outcome: 'not-applied', at: { block: 0, statement: 4 } })
  const migrator = new Migrator(scriptedDriver({ answer: (text) => (text.includes('CREATE TABLE a ') ? refused : undefined) }))
  migrator.addMigration({ id: '1', description: 'one', up: ['CREATE TABLE a (id INTEGER)'] })
  const report = await migrator.up()
  expect(inReport(report)).toBe('1')
  if (report.outcome === 'failed') expect(shown(report.error)).toBe('1, statement 0: rolled back')
  expect(inHealth({ state: 'current' })).toBe('current')
})
