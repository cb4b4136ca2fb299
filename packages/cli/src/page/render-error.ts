// Owns: errors as text: what, where, what is now true of the database, what to do next.
// Must not know: exit codes.

import { isMigrateError, type Report } from '@godwit/core'
import { aftermathOfError, aftermathOfRun, type Aftermath } from './aftermath.ts'
import { isCommandError } from '../process/command-error.ts'
import { printPlace, renderProblems } from './render-problem.ts'
import type { Page } from './render.ts'
import type { DatabaseName, LineRun, Result } from '../result.ts'
import { commandForRest } from './same-command.ts'

/** Of a run whose steps before the failure are known. */
export function renderRunFailure(
  run: LineRun,
  { error }: Extract<Report, { outcome: 'failed' }>,
  { verb, database }: Extract<Result, { kind: 'runs' }>,
  page: Page,
): void {
  printError(error, aftermathOfRun(run, commandForRest(verb, run, page.flags)), database, page)
}

/** Of anything that was thrown. */
export function renderError({ error, database }: Extract<Result, { kind: 'error' }>, page: Page): void {
  if (isMigrateError(error, 'BLOCKED')) renderProblems('error', error.details.problems, page)
  else printError(error, aftermathOfError(error), database, page)
}

function printError(error: unknown, { now, next }: Aftermath, database: DatabaseName | undefined, { output, cwd }: Page): void {
  const { alarm, complain } = output
  complain(`${alarm.red('error')}: ${error instanceof Error ? error.message : String(error)}`)
  const place = isMigrateError(error, 'MIGRATION_FAILED') ? error.details.place : undefined
  if (place !== undefined) printPlace(place, cwd, complain)
  else if (database !== undefined && isAboutDatabase(error))
    complain(`  at ${[database.name, database.url, database.driver].filter((part) => part !== undefined).join(' · ')}`)
  if (now !== '') complain(`  ${alarm.dim('database:')} ${now}`)
  if (next !== '') complain(`  ${alarm.dim('next:')} ${next}`)
  if (output.detail === 'verbose') complain(stackOf(error))
}

/** Where a file and a line say nothing, the address does. */
function isAboutDatabase(error: unknown): boolean {
  return isMigrateError(error) && ['DATABASE', 'TURN_TIMEOUT', 'JOURNAL_FOREIGN', 'JOURNAL_TOO_NEW', 'COMMIT_UNKNOWN'].includes(error.code)
}

/** With its causes: the driver's own words are often the last of them. */
function stackOf(error: unknown): string {
  const stacks: string[] = []
  for (let cause: unknown = error; cause instanceof Error && stacks.length < 5; cause = cause.cause) {
    stacks.push(isCommandError(cause) || isMigrateError(cause) ? `${cause.name}: ${cause.message}` : (cause.stack ?? cause.message))
  }
  return stacks.join('\ncaused by: ')
}
