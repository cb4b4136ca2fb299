// Owns: the one session that a verb works with, opened when first needed, and again when it was lost or must write.
// Must not know: what is sent over it.

import { isDriverError } from '../../model/driver-error.ts'
import type { Purpose, Session } from '../../model/driver.ts'
import { MigrateError } from '../../model/error.ts'
import type { Context } from './context.ts'
import { interrupted, inTurn, throwIfAborted } from './turn.ts'

export interface Connection {
  /** One that was opened for writing serves for reading too. `queue`: who waits for it, where that is not the verb as a whole. */
  session(purpose: Purpose, queue?: Context): Promise<Session>
  /** The session is dead, or is not as the next migration expects it: forget it. */
  lost(): Promise<void>
  /** The open session, if there is one. */
  readonly current: Session | undefined
  /** Of the open session, as the server names it. */
  readonly id: string | undefined
  readonly roundTrips: number
}

/** Runs `work` with a connection and closes it afterwards; closing never hides what `work` threw. */
export async function withConnection<Result>(context: Context, work: (connection: Connection) => Promise<Result>): Promise<Result> {
  let current: Session | undefined
  let openedFor: Purpose = 'read'
  let earlier = 0
  let state: 'in use' | 'over' = 'in use'
  const lost = async (): Promise<void> => {
    const dead = current
    current = undefined
    openedFor = 'read'
    if (dead === undefined) return
    earlier += dead.roundTrips
    await dead.close()
  }
  const connection: Connection = {
    async session(purpose, queue = context) {
      if (purpose === 'write' && openedFor === 'read') await lost()
      if (current !== undefined) return current
      const opened = await openedOn(queue, purpose)
      if (state === 'over') {
        // Whoever asked has gone without waiting for it.
        await opened.close()
        throw interrupted(undefined)
      }
      current = opened
      openedFor = purpose
      return opened
    },
    lost,
    get current() {
      return current
    },
    get id() {
      return current?.id
    },
    get roundTrips() {
      return earlier + (current?.roundTrips ?? 0)
    },
  }
  try {
    return await work(connection)
  } finally {
    state = 'over'
    await lost()
  }
}

async function openedOn(queue: Context, purpose: Purpose): Promise<Session> {
  try {
    return await inTurn(queue, () => queue.driver.open(purpose, queue.signal))
  } catch (error) {
    // The driver says that it was told to stop in the only words it has; the reason is ours.
    throwIfAborted(queue.signal, undefined)
    throw error
  }
}

/** What the database refused to everybody, in the words of core. Everything else passes through. */
export function asMigrateError(error: unknown, during: string): unknown {
  if (!isDriverError(error)) return error
  const { reason, message, retryable } = error
  return new MigrateError(
    'DATABASE',
    `${OPENING[reason] ?? 'The database refused'} (while ${during}): ${message}`,
    { reason, during },
    { cause: error, retryable },
  )
}

const OPENING: Readonly<Record<string, string>> = {
  authentication: 'The database did not accept the user, password or token',
  client: 'The client of the database cannot be loaded',
  connection: 'The database cannot be reached',
  corrupt: 'This is not a database that can be read',
  'lock-timeout': 'Somebody else has the database',
  permission: 'The database does not allow it',
  storage: 'The database cannot be written',
}
