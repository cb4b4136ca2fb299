// Owns: after something went wrong: what is now true of the database, and what to do next.
// Must not know: how it is printed.

import { isDriverError, isMigrateError, type DriverReason, type MigrateError, type StepResult } from '@godwit/core'
import { isCommandError } from '../process/command-error.ts'
import { idList } from '../text/id-list.ts'
import type { LineRun } from '../result.ts'

export interface Aftermath {
  readonly now: string
  readonly next: string
}

/** Of a run that failed. `rest`: the command for what is left. */
export function aftermathOfRun({ direction, report, takenBack = [] }: LineRun, rest: string): Aftermath {
  if (report.outcome !== 'failed') return { now: '', next: '' }
  const { error, failed, done, undone, left } = report
  const stays =
    done.length === 0
      ? []
      : [`${idList(done.map(({ id }) => id))} ${direction === 'up' ? 'applied' : 'rolled back'} before it, and that holds.`]
  const gone =
    undone.length === 0
      ? []
      : [`${idList(undone)} ran before it in the same transaction, and ${undone.length === 1 ? 'was' : 'were'} rolled back with it.`]
  const waiting = left.length === 0 ? [] : [`${idList(left)} ${left.length === 1 ? 'was' : 'were'} not begun.`]
  const before = takenBack.length === 0 ? [] : [afterWayDown(takenBack)]
  const own = failed === undefined ? (done.length + before.length === 0 ? [unbegun(error)] : []) : [fateOf(failed)]
  return {
    now: [...own, ...gone, ...stays, ...waiting, ...before].join(' '),
    next: nextAfter(error, rest),
  }
}

/** Of a plan that was refused: at once, or after a part of it had run and the history had changed. */
export function afterBlocked({ direction, report, takenBack = [] }: LineRun): string {
  const before = takenBack.length === 0 ? 'Nothing was written.' : afterWayDown(takenBack)
  if (report.outcome !== 'blocked' || report.done.length === 0) return before
  return `${idList(report.done.map(({ id }) => id))} ${direction === 'up' ? 'applied' : 'rolled back'} before this, and that holds.`
}

function afterWayDown(ids: readonly string[]): string {
  return `The way down had taken back ${idList(ids)} before, and that holds.`
}

/** Of an error that was thrown: no step had begun. */
export function aftermathOfError(error: unknown): Aftermath {
  if (isCommandError(error)) return { now: '', next: error.remedy }
  if (isDriverError(error)) return { now: '', next: afterDatabase(error.reason, error.message, 'the same command') }
  if (!isMigrateError(error)) return { now: '', next: 'Run again with --verbose for the stack, and report it.' }
  return {
    now: error.code === 'INVALID' ? 'Nothing was sent to the database.' : isAboutClient(error) ? UNOPENED : 'Nothing was written.',
    next: nextAfter(error, 'the same command'),
  }
}

const UNOPENED = 'It was not opened.'

/** Of the history, tables and a lease may be there: where DDL commits by itself they come before the first migration. */
function unbegun(error: MigrateError): string {
  return isAboutClient(error) ? UNOPENED : 'No migration was begun.'
}

/** The client's package and not the database. */
export function isAboutClient(error: unknown): error is MigrateError<'DATABASE'> {
  return isMigrateError(error, 'DATABASE') && error.details.reason === 'client'
}

function fateOf({ id, direction, transaction }: StepResult): string {
  switch (transaction) {
    case 'rolled back':
      return `${id} was rolled back: nothing of it is in the database.`
    case 'committed':
      return `${id} is committed.`
    case 'partly committed':
      return `${id} is half way ${direction}: what it had finished is committed and recorded, and a rerun goes on behind it.`
    case 'unknown':
      return `It is not known whether ${id} was committed.`
    default:
      return transaction satisfies never
  }
}

function nextAfter(error: MigrateError, again: string): string {
  switch (error.code) {
    case 'INVALID':
      return `Correct it, then run ${quoted(again)}.`
    case 'BLOCKED':
      return 'Decide on each of them, then run the same command.'
    case 'JOURNAL_FOREIGN':
      if ((error as MigrateError<'JOURNAL_FOREIGN'>).details.lacks.length > 0)
        return 'Rename the column back, or restore the table from a backup: what is applied stands nowhere else.'
      return "Leave that table to its tool: give Godwit one of its own with `table: 'godwit_migrations'` in the configuration."
    case 'JOURNAL_TOO_NEW':
      return 'Use the version that wrote it, or a newer one.'
    case 'MIGRATION_FAILED':
      return afterReason((error as MigrateError<'MIGRATION_FAILED'>).details.reason, error.message, again)
    case 'FOREIGN_KEYS_BROKEN':
      return `Correct the migration so that no row refers to one that is gone, then run ${quoted(again)}.`
    case 'COMMIT_UNKNOWN':
      return 'Run `migrate status` when the database answers: it reads what became of it. Running again is safe.'
    case 'DATABASE':
      if (isDriverError(error.cause) && error.cause.client !== undefined) return error.cause.client.remedy
      return afterDatabase((error as MigrateError<'DATABASE'>).details.reason, error.message, again)
    case 'TURN_TIMEOUT':
      return 'Another process holds the database. Wait for it, or give more time with --wait-timeout.'
    case 'LEASE_LOST':
      return `Another process has taken over. Run \`migrate status\` to see how far it is, then ${quoted(again)}.`
    case 'ABORTED':
      return `Run ${quoted(again)} to go on.`
    default:
      return error.code satisfies never
  }
}

/** No migration had to do with it. */
function afterDatabase(reason: DriverReason, words: string, again: string): string {
  if (AT_FAULT.has(reason)) return '`migrate doctor` checks everything; --verbose shows what the client said.'
  return afterReason(reason, words, again)
}

/** What a migration can be at fault for. */
const AT_FAULT: ReadonlySet<DriverReason> = new Set(['constraint', 'missing-object', 'statement-timeout', 'syntax', 'unknown'])

function afterReason(reason: DriverReason | 'code', words: string, again: string): string {
  switch (reason) {
    case 'authentication':
      return 'Check the user, the password or the token.'
    case 'connection':
      if (/certificate/i.test(words))
        return 'Use the name that the certificate is made out to; where its authority is your own, set NODE_EXTRA_CA_CERTS to the file with its certificate.'
      return 'Check that the database is there and that the address is right. `migrate wait` waits until it answers, `migrate doctor` checks everything.'
    case 'client':
      return `Install the client again, then run ${quoted(again)}.`
    case 'corrupt':
      return 'It is not a database, or a damaged one. Check the path; if it is the right file, restore it from a backup.'
    case 'permission':
      return 'Give this user the right to read and write the database; for a file, the folder it is in too.'
    case 'storage':
      // Of a server: a replica, or a setting. SQLite says `readonly database`.
      if (/read[- ]only/i.test(words))
        return `Nothing can be written there. Give the address of a primary server, or take the setting away that makes this one or its sessions read-only; then run ${quoted(again)}.`
      return `Make room on the disk, or make the file and its folder writable, then run ${quoted(again)}.`
    case 'lock-timeout':
    case 'deadlock':
    case 'serialization':
      return `Somebody else held the database. Run ${quoted(again)} when they are done, or give more time with --wait-timeout.`
    case 'code':
    case 'constraint':
    case 'missing-object':
    case 'statement-timeout':
    case 'syntax':
    case 'unknown':
      return `Correct the migration, then run ${quoted(again)}.`
    default:
      return reason satisfies never
  }
}

function quoted(command: string): string {
  return command.startsWith('migrate ') ? `\`${command}\` again` : `${command} again`
}
