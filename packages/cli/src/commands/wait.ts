// Owns: `migrate wait`.
// Must not know: how a connection is made.

import { setTimeout as pause } from 'node:timers/promises'
import { isMigrateError, MigrateError, Migrator } from '@godwit/core'
import { CommandError } from '../process/command-error.ts'
import type { Context } from '../context.ts'
import { connect } from '../database/database.ts'
import { readDuration, writeDuration } from '../text/duration.ts'
import { EXIT, exitOfError, type ExitCode } from '../process/exit-code.ts'
import type { Result } from '../result.ts'
import { readSettings } from '../settings/settings.ts'

const DEFAULT_MS = 60_000
const LONGEST_PAUSE_MS = 2_000
/** For one attempt. */
const PATIENCE_MS = 5_000
const SHORTEST_MS = 250
const SILENCE = new Error('the client says nothing')

/** Answers as soon as the history can be read, whatever is in it. Refused credentials do not get better by waiting. */
export async function run(context: Context): Promise<Result> {
  const { flags, output, signal, surroundings } = context
  const limit = flags['wait-timeout'] === undefined ? DEFAULT_MS : readDuration('--wait-timeout', flags['wait-timeout'])
  const settings = await readSettings(flags, surroundings)
  const { driver, name } = await connect(settings, context)
  const migrator = new Migrator(driver, { waitMs: 0, ...settings.bookkeeping })
  const began = performance.now()
  try {
    for (let attempts = 1; ; attempts++) {
      const error = await answerWithin(Math.min(Math.max(limit - since(began), SHORTEST_MS), PATIENCE_MS), migrator, signal)
      const waitedMs = since(began)
      if (signal.aborted)
        throw new MigrateError('ABORTED', `Interrupted after waiting for ${writeDuration(waitedMs)}.`, { during: undefined })
      if (error === undefined) return { kind: 'answered', database: name, waitedMs, attempts }
      if (!mayHeal(error)) throw error
      if (waitedMs >= limit) throw tooLate(error, waitedMs, attempts)
      output.transient(`No answer for ${writeDuration(waitedMs)}: ${error.message}`)
      await rest(Math.min(limit - waitedMs, LONGEST_PAUSE_MS, 50 * 2 ** Math.min(attempts, 6)), signal)
    }
  } finally {
    output.transient('')
    await driver.close()
  }
}

/** What one attempt came to; silence counts as an error, because a client may never say anything. */
async function answerWithin(ms: number, migrator: Migrator, signal: AbortSignal): Promise<Error | undefined> {
  const done = new AbortController()
  const silence = rest(ms, AbortSignal.any([signal, done.signal])).then(() => SILENCE)
  try {
    return await Promise.race([probe(migrator, signal), silence])
  } finally {
    done.abort()
  }
}

async function probe(migrator: Migrator, signal: AbortSignal): Promise<Error | undefined> {
  try {
    await migrator.status({ signal })
    return undefined
  } catch (error) {
    // The database answered; that its history belongs to somebody else is not what was asked.
    if (isMigrateError(error, 'JOURNAL_FOREIGN') || isMigrateError(error, 'JOURNAL_TOO_NEW')) return undefined
    if (error instanceof Error) return error
    throw error
  }
}

/** Ends early when `signal` is aborted; never rejects. */
async function rest(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal }).catch(() => undefined)
}

function since(began: number): number {
  return Math.round(performance.now() - began)
}

function mayHeal(error: Error): boolean {
  if (error === SILENCE) return true
  if (isMigrateError(error, 'TURN_TIMEOUT')) return true
  return isMigrateError(error, 'DATABASE') && ['connection', 'lock-timeout', 'statement-timeout', 'storage'].includes(error.details.reason)
}

function tooLate(error: Error, waitedMs: number, attempts: number): CommandError {
  const exitCode: ExitCode = exitOfError(error) === EXIT.turn ? EXIT.turn : EXIT.connection
  return new CommandError({
    exitCode,
    code: 'NO_ANSWER',
    message: `The database did not answer within ${writeDuration(waitedMs)} (${attempts} attempts): ${error.message}`,
    remedy:
      exitCode === EXIT.turn
        ? 'Another process holds it. Find out which, or give more time with --wait-timeout.'
        : 'Check that it runs and that the address is right, or give more time with --wait-timeout.',
    cause: error,
  })
}
