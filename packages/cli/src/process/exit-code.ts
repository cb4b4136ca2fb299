// Owns: the exit codes, and the only table from what happened to one of them.
// Must not know: words, streams, commands.

import { isDriverError, type DriverReason } from '@godwit/core/driver'
import { isMigrateError, type MigrateError, type Problem, type Report } from '@godwit/core'
import { isCommandError } from './command-error.ts'

export const EXIT = {
  /** Done, or nothing to do. */
  done: 0,
  /** A migration failed. */
  failed: 1,
  /** A person has to decide: blocked plan, drift, missing `--yes`, pending work under `status --check`. */
  decision: 2,
  /** Somebody else held the database for longer than the wait allowed. */
  turn: 3,
  /** Could not connect, log in or open the database. */
  connection: 4,
  /** Wrong usage or configuration; a driver or its client that is missing or cannot be loaded. */
  usage: 5,
  /** Ctrl-C or a termination signal. */
  interrupted: 130,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

export function exitOfReport(report: Report): ExitCode {
  switch (report.outcome) {
    case 'up-to-date':
    case 'migrated':
    case 'rehearsed':
      return EXIT.done
    case 'blocked':
      return exitOfProblems(report.problems)
    case 'failed':
      return exitOfError(report.error)
    default:
      return report satisfies never
  }
}

/** A target that does not exist is a slip of the keyboard, not a decision about the database. */
export function exitOfProblems(problems: readonly Problem[]): ExitCode {
  return problems.every(({ code }) => code === 'TARGET_UNKNOWN' || code === 'TARGET_INVALID') ? EXIT.usage : EXIT.decision
}

export function exitOfError(error: unknown): ExitCode {
  if (isCommandError(error)) return error.exitCode
  if (isMigrateError(error)) return exitOfMigrateError(error)
  if (isDriverError(error)) return exitOfReason(error.reason)
  return EXIT.failed
}

function exitOfMigrateError(error: MigrateError): ExitCode {
  switch (error.code) {
    case 'INVALID':
      return EXIT.usage
    case 'BLOCKED':
      return exitOfProblems((error as MigrateError<'BLOCKED'>).details.problems)
    case 'JOURNAL_FOREIGN':
    case 'JOURNAL_TOO_NEW':
      return EXIT.decision
    case 'MIGRATION_FAILED':
    case 'FOREIGN_KEYS_BROKEN':
    case 'COMMIT_UNKNOWN':
    case 'LEASE_LOST':
      return EXIT.failed
    case 'DATABASE':
      return exitOfReason((error as MigrateError<'DATABASE'>).details.reason)
    case 'TURN_TIMEOUT':
      return EXIT.turn
    case 'ABORTED':
      return EXIT.interrupted
    default:
      return error.code satisfies never
  }
}

/** Of a failure outside a migration: the connection, the history, the bookkeeping. */
function exitOfReason(reason: DriverReason): ExitCode {
  switch (reason) {
    case 'authentication':
    case 'connection':
    case 'corrupt':
    case 'permission':
      return EXIT.connection
    case 'client':
      return EXIT.usage
    case 'deadlock':
    case 'lock-timeout':
    case 'serialization':
      return EXIT.turn
    case 'constraint':
    case 'missing-object':
    case 'statement-timeout':
    case 'storage':
    case 'syntax':
    case 'unknown':
      return EXIT.failed
    default:
      return reason satisfies never
  }
}

/** Of several lines or databases in one call: the one that stopped it, else done. */
export function worst(codes: readonly ExitCode[]): ExitCode {
  return codes.find((code) => code !== EXIT.done) ?? EXIT.done
}
