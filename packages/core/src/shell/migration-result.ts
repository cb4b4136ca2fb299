// Owns: a report told as the list of results that `migrate()` promises.
// Must not know: how the run went about it.

import { isDriverError } from '../model/driver-error.ts'
import { MigrateError } from '../model/error.ts'
import type { Migration } from '../model/migration.ts'
import type { Plan, Step } from '../model/plan.ts'
import type { MigrationResult, Report, StepResult } from '../model/report.ts'
import { describeProblem } from '../pure/words/describe-problem.ts'

export type MigrationOf = (id: string) => Migration

function succeeded({ id, startedAt, duration, transaction }: StepResult, migrationOf: MigrationOf): MigrationResult {
  return { migration: migrationOf(id), success: true, executedAt: startedAt, executionTime: Math.round(duration), transaction }
}

function failedWith(error: MigrateError, { id, startedAt, duration, transaction }: StepResult, migrationOf: MigrationOf): MigrationResult {
  return {
    migration: migrationOf(id),
    success: false,
    error: ownWords(error),
    executedAt: startedAt,
    executionTime: Math.round(duration),
    transaction,
  }
}

/** The database's own message, where there is one. */
function ownWords({ cause, message }: MigrateError): string {
  return isDriverError(cause) || cause instanceof Error ? (cause as Error).message : message
}

export function previewed({ steps }: Plan, migrationOf: MigrationOf): readonly MigrationResult[] {
  const executedAt = new Date()
  return steps.map((step) => ({
    migration: migrationOf(step.id),
    success: true,
    executedAt,
    executionTime: 0,
    transaction: 'not run',
    sql: sqlOf(step),
  }))
}

function sqlOf(step: Step): readonly string[] {
  switch (step.kind) {
    case 'atomic':
    case 'journaled':
      return step.statements.map(({ text }) => text)
    case 'code':
    case 'steps':
      return [`-- code, revision ${step.revision}`]
    case 'record':
      return []
    default:
      return step satisfies never
  }
}

/** Throws what no result can tell: a refusal before anything ran, a database that cannot be used. */
export function resultsOf(report: Report, migrationOf: MigrationOf): MigrationResult[] {
  switch (report.outcome) {
    case 'up-to-date':
      return []
    case 'migrated':
    case 'rehearsed':
      return report.steps.map((step) => succeeded(step, migrationOf))
    case 'blocked':
      throw blocked(report.problems)
    case 'failed': {
      if (report.failed === undefined) throw report.error
      return [...report.done.map((step) => succeeded(step, migrationOf)), failedWith(report.error, report.failed, migrationOf)]
    }
    default:
      return report satisfies never
  }
}

export function blocked(problems: Extract<Report, { outcome: 'blocked' }>['problems']): MigrateError<'BLOCKED'> {
  const lines = problems.map((problem) => {
    const { message, remedy } = describeProblem(problem)
    return `${message} ${remedy}`
  })
  return new MigrateError('BLOCKED', `Migration validation failed: ${lines.join('\n')}`, { problems })
}
