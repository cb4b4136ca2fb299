// Owns: trying again as long as the only reason against is that somebody else has the database.
// Must not know: what is tried.

import { type DriverError, isDriverError } from '../../model/driver-error.ts'
import { MigrateError } from '../../model/error.ts'
import type { Context } from './context.ts'
import { backoff, pause } from './pause.ts'

export interface Turn {
  /** Waits before the next attempt; throws `TURN_TIMEOUT` when the wait is used up and `ABORTED` when cancelled. */
  again(error: DriverError): Promise<void>
}

export function turn({ waitMs, signal, notify }: Pick<Context, 'waitMs' | 'signal' | 'notify'>): Turn {
  const since = performance.now()
  let attempt = 0
  return {
    async again(error) {
      const waitedMs = Math.round(performance.now() - since)
      if (waitedMs >= waitMs) {
        throw new MigrateError(
          'TURN_TIMEOUT',
          `Could not get a turn at the database within ${waitedMs} ms: ${error.message}. Nothing more was changed. Somebody else is writing to it; try again, or wait longer.`,
          { waitedMs },
          { cause: error, retryable: true },
        )
      }
      notify({ type: 'turn.waiting', waitedMs })
      await pause(backoff(attempt++), signal)
      throwIfAborted(signal, undefined)
    },
  }
}

/** Repeats `attempt` while it fails with something that may pass and certainly changed nothing. */
export async function inTurn<Result>(
  context: Pick<Context, 'waitMs' | 'signal' | 'notify'>,
  attempt: () => Promise<Result>,
): Promise<Result> {
  const queue = turn(context)
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      if (!mayTryAgain(error)) throw error
      await queue.again(error)
    }
  }
}

export function mayTryAgain(error: unknown): error is DriverError & { readonly retryable: true } {
  return isDriverError(error) && error.retryable && error.outcome === 'not-applied'
}

export function throwIfAborted(signal: AbortSignal, during: string | undefined): void {
  if (signal.aborted) throw interrupted(during)
}

export function interrupted(during: string | undefined): MigrateError<'ABORTED'> {
  const where = during === undefined ? '' : ` during '${during}'`
  return new MigrateError('ABORTED', `Interrupted${where}. What was finished is kept; the rest did not run.`, { during })
}
