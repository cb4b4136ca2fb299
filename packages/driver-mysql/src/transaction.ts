// Owns: the seam's transaction.
// Must not know: blocks, which session it belongs to.

import { isDriverError, type DriverReason, type Outcome, type SqlValue, type Transaction } from '@godwit/core/driver'
import { driverError, fromServer } from './errors.ts'
import { refusal } from './refusal.ts'
import type { Wire } from './wire.ts'

export interface OpenTransaction {
  readonly transaction: Transaction
  readonly isOpen: boolean
  /** Rolls back what is still open, whatever happens. */
  abandon(): Promise<void>
}

/**
 * After these, nobody may go on. A deadlock has rolled back everything, and the next statement would commit by itself; a lock
 * that was waited for too long has rolled back its statement only, and what is before it is half of something.
 */
const ENDS_IT: ReadonlySet<DriverReason> = new Set(['connection', 'deadlock', 'lock-timeout', 'serialization', 'statement-timeout'])

/** Whether nobody may go on in a transaction after the server, asked over the client itself, answered with this. */
export function endsTransaction(error: unknown): boolean {
  return fromServer(error) && ENDS_IT.has(driverError(error).reason)
}

/**
 * What was run in it may have called a procedure that switched autocommit off: then all that follows would be lost at the end. And
 * `completion_type` may say that another transaction follows, or that the connection ends.
 */
export async function endWith(wire: Wire, word: 'COMMIT' | 'ROLLBACK'): Promise<void> {
  const last = (await wire.ask(`${word} AND NO CHAIN NO RELEASE`)).at(-1)
  if (last?.kind === 'ok' && last.autocommit === 'off') await wire.ask('SET SESSION autocommit = 1')
}

export async function beginOn(
  wire: Wire,
  runOne: (text: string, params: readonly SqlValue[]) => Promise<Outcome>,
): Promise<OpenTransaction> {
  await wire.ask('START TRANSACTION')
  let state: 'open' | 'failed' | 'ended' = 'open'

  function assertOpen(): void {
    if (state === 'ended') throw refusal('unknown', 'The transaction has ended.')
    if (state === 'failed') throw refusal('unknown', 'The transaction has been rolled back.')
  }

  async function undo(): Promise<void> {
    if (wire.state === 'alive') await endWith(wire, 'ROLLBACK')
  }

  async function rollback(): Promise<void> {
    if (state === 'ended') return
    const undone = state === 'failed'
    state = 'ended'
    if (!undone) await undo()
  }

  const transaction: Transaction = {
    async run(text, params = []) {
      assertOpen()
      try {
        return await runOne(text, params)
      } catch (error) {
        if (isDriverError(error) && ENDS_IT.has(error.reason)) {
          state = 'failed'
          // It follows something that matters more; a connection on which it fails is dead, and what was on it is undone.
          await undo().catch(() => {})
        }
        throw error
      }
    },
    async commit() {
      assertOpen()
      state = 'ended'
      await endWith(wire, 'COMMIT')
    },
    rollback,
  }
  return {
    transaction,
    get isOpen() {
      return state !== 'ended'
    },
    async abandon() {
      await rollback().catch(() => {})
    },
  }
}
