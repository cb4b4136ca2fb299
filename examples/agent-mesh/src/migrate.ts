// Owns: a component's database brought up to date, and what is said where that cannot be.
// Must not know: what the component does, configurations.

import { bringUp, type Driver, isMigrateError, Migrator, type MigrateError } from '@godwit/core'
import { called, type Component, lineOf } from './component.ts'
import type { Output } from './output.ts'
import { EXIT, type ExitCode, Refusal } from './refusal.ts'
import { sentence } from './sentence.ts'

/** Once for each start and database. Rejects with `Refusal` that names component and migration; the driver is closed then. */
export async function migrated(component: Component, driver: Driver, output: Output, signal: AbortSignal): Promise<void> {
  const line = lineOf(component.kind)
  try {
    const { reports } = await bringUp([new Migrator(driver, line)], { signal })
    const ids = reports.flatMap((report) => (report?.outcome === 'migrated' ? report.steps.map(({ id }) => id) : []))
    output.say(`${called(component)}: ${ids.length === 0 ? 'up to date' : `migrated ${line.name} ${ids.join(', ')}`}`)
  } catch (error) {
    if (!isMigrateError(error)) throw error
    const which = migrationOf(error)
    const what = which === undefined ? `The line ${line.name}` : `Migration ${which} of the line ${line.name}`
    throw new Refusal(
      exitOf(error),
      `${what} could not be brought up for the ${called(component)}. ${sentence(error)}\nNo component was started. Databases that are named above are up to date; those behind it were not touched.`,
      error,
    )
  }
}

function migrationOf(error: MigrateError): string | undefined {
  if (isMigrateError(error, 'BLOCKED'))
    return error.details.problems.map((problem) => ('id' in problem ? problem.id : undefined)).find((id) => id !== undefined)
  for (const code of ['MIGRATION_FAILED', 'FOREIGN_KEYS_BROKEN', 'COMMIT_UNKNOWN'] as const) {
    if (isMigrateError(error, code)) return error.details.id
  }
  return undefined
}

function exitOf({ code }: MigrateError): ExitCode {
  switch (code) {
    case 'MIGRATION_FAILED':
    case 'FOREIGN_KEYS_BROKEN':
    case 'COMMIT_UNKNOWN':
    case 'LEASE_LOST':
      return EXIT.failed
    case 'BLOCKED':
    case 'JOURNAL_FOREIGN':
    case 'JOURNAL_TOO_NEW':
      return EXIT.undecided
    case 'TURN_TIMEOUT':
      return EXIT.noTurn
    case 'DATABASE':
      return EXIT.unreachable
    case 'INVALID':
      return EXIT.usage
    case 'ABORTED':
      return EXIT.interrupted
    default:
      return code satisfies never
  }
}
