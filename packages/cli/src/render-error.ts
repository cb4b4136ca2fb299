// Owns: errors as text: what, where, what is now true of the database, what to do next.
// Must not know: exit codes.

import { isMigrateError, type Report } from '@godwit/core'
import { aftermathOfError, aftermathOfRun, type Aftermath } from './aftermath.ts'
import { isCommandError } from './command-error.ts'
import { printPlace, renderProblems } from './render-problem.ts'
import type { Page } from './render.ts'
import type { LineRun } from './result.ts'

/** Of a run whose steps before the failure are known. */
export function renderRunFailure(run: LineRun, { error }: Extract<Report, { outcome: 'failed' }>, page: Page): void {
  printError(error, aftermathOfRun(run), page)
}

/** Of anything that was thrown. */
export function renderError(error: unknown, page: Page): void {
  if (isMigrateError(error, 'BLOCKED')) renderProblems('error', error.details.problems, page)
  else printError(error, aftermathOfError(error), page)
}

function printError(error: unknown, { now, next }: Aftermath, { output, cwd }: Page): void {
  const { alarm, complain } = output
  complain(`${alarm.red('error')}: ${error instanceof Error ? error.message : String(error)}`)
  const place = isMigrateError(error, 'MIGRATION_FAILED') ? error.details.place : undefined
  if (place !== undefined) printPlace(place, cwd, complain)
  if (now !== '') complain(`  ${alarm.dim('database:')} ${now}`)
  if (next !== '') complain(`  ${alarm.dim('next:')} ${next}`)
  if (output.detail === 'verbose') complain(stackOf(error))
}

/** With its causes: the driver's own words are often the last of them. */
function stackOf(error: unknown): string {
  const stacks: string[] = []
  for (let cause: unknown = error; cause instanceof Error && stacks.length < 5; cause = cause.cause) {
    stacks.push(isCommandError(cause) || isMigrateError(cause) ? `${cause.name}: ${cause.message}` : (cause.stack ?? cause.message))
  }
  return stacks.join('\ncaused by: ')
}
