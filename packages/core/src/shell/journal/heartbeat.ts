// Owns: keeping a lease alive on a session of its own, while a statement occupies the other one.
// Must not know: what the lease is for, SQL text.

import { isDriverError } from '../../model/driver-error.ts'
import type { Outcome, Session } from '../../model/driver.ts'
import { bounded } from '../context/bounded.ts'
import { elapsed } from '../context/elapsed.ts'
import type { Context } from '../context/context.ts'

/** How long an end may wait for a server that does not answer. */
const PATIENCE_MS = 3000

export interface Heartbeat {
  /** Sends one text on that session, between two beats. Undefined where it could not be had or did not answer in time. */
  send(text: string): Promise<number | undefined>
  /** Bounded; never rejects. */
  stop(): Promise<void>
}

/** What came of a beat that was answered. `lost`: somebody else has taken over. `age`: milliseconds since it was sent. */
export type Beat = { readonly kind: 'lost' } | { readonly kind: 'renewed'; readonly age: () => number }

/**
 * Beats at a third of the term. A beat without an answer is tried again, over a new session if need be, as long as the run
 * goes on: whoever took over in the meantime, the database refuses ours. It ends with the beat that learns of that.
 * Rejects with `DriverError` where the driver cannot give a second session, and where `until` says that none is needed any more.
 */
export async function startHeartbeat(
  { driver, leaseMs }: Pick<Context, 'driver' | 'leaseMs'>,
  renewal: string,
  until: AbortSignal,
  told: (beat: Beat) => void,
): Promise<Heartbeat> {
  const third = leaseMs / 3
  let session: Session | undefined = await driver.open('write', until)
  let state: 'beating' | 'stopped' = 'beating'
  const ended = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  // One text at a time: a session is one conversation.
  let last: Promise<unknown> = Promise.resolve()

  const send = (text: string): Promise<number | undefined> => {
    if (ended.signal.aborted) return Promise.resolve(undefined)
    const next = last.then(() => attempt(text))
    last = next
    return next
  }
  const beat = async (): Promise<void> => {
    const age = elapsed()
    const affected = await send(renewal)
    if (state === 'stopped') return
    if (affected === 1) told({ kind: 'renewed', age })
    if (affected === 0) {
      state = 'stopped'
      told({ kind: 'lost' })
    } else schedule(affected === undefined ? third / 4 : third)
  }
  const schedule = (ms: number): void => {
    timer = setTimeout(() => void beat(), ms)
    // A run that is over must not be kept from ending by its own heart. Not every runtime has it.
    ;(timer as { unref?: () => void }).unref?.()
  }
  schedule(third)
  return {
    send,
    async stop() {
      state = 'stopped'
      ended.abort()
      clearTimeout(timer)
      await bounded(last, Math.min(third, PATIENCE_MS))
      await forget()
    },
  }

  async function attempt(text: string): Promise<number | undefined> {
    const givenUp = new AbortController()
    try {
      // A whole term: one that waits for a lock is not dead, and another one would only wait behind it.
      const answer = await bounded(over(text, AbortSignal.any([ended.signal, givenUp.signal])), leaseMs)
      if (answer !== 'too late') return answer?.affected
    } catch (error) {
      if (!isDriverError(error)) throw error
      // A rival's row lock: the session is as good as before.
      if (error.outcome === 'not-applied' && error.retryable) return undefined
    }
    givenUp.abort()
    await forget()
    return undefined
  }

  /** A session that comes when nobody waits for it any more is closed again: nobody else knows of it. */
  async function over(text: string, until: AbortSignal): Promise<Outcome | undefined> {
    const had = session ?? (await driver.open('write', until))
    if (until.aborted) {
      if (had !== session) await had.close()
      return undefined
    }
    session = had
    return had.run(text)
  }

  async function forget(): Promise<void> {
    const dead = session
    session = undefined
    if (dead !== undefined) await bounded(dead.close(), Math.min(third, PATIENCE_MS))
  }
}
