// Owns: that a migration's function waits for all that it begins. What it forgot is waited for here, and said.
// Must not know: what is begun, transactions, records.

import { isDriverError } from '../../model/driver-error.ts'
import { MigrateError } from '../../model/error.ts'

/** Begins `work` and gives its promise to the function. `what` names it in an error. */
export type Begin = <Result>(what: string, work: () => Promise<Result>) => Promise<Result>

interface Begun {
  readonly what: string
  readonly end: Promise<unknown>
  state: 'running' | 'done' | { readonly error: unknown }
  /** Whether anybody asked for its end. */
  watched: 'yes' | 'no'
}

/**
 * The result of `run`, once nothing that it began is at work any more. Rejects where it did not wait for all of that, even if all went
 * well: whether it did in time would be luck. Nothing that was forgotten rejects into the process: its error is in this one's words.
 */
export async function allAwaited<Result>(run: (begin: Begin) => Promise<Result>): Promise<Result> {
  const open = new Set<Begun>()
  let ended: 'no' | 'well' | 'badly' = 'no'
  /** Behind the function's end nobody is told: what goes on there would be the next thing forgotten. */
  const settled = (begun: Begun, state: Begun['state']): Promise<never> | undefined => {
    begun.state = state
    if (begun.watched === 'yes') open.delete(begun)
    return ended === 'no' ? undefined : never()
  }
  const begin: Begin = (what, work) => {
    // Who still calls belongs to what was forgotten: the run fails because of it, and no second error may end the process first.
    if (ended === 'badly') return never()
    if (ended === 'well') return Promise.reject(misuse(`The function of this migration has ended, and ${what} came after it`))
    const end = work()
    const begun: Begun = { what, end, state: 'running', watched: 'no' }
    open.add(begun)
    const given = end.then(
      (value) => settled(begun, 'done') ?? value,
      (error: unknown) => {
        const silence = settled(begun, { error })
        if (silence !== undefined) return silence
        throw error
      },
    )
    given.catch(() => {})
    return watched(given, () => {
      begun.watched = 'yes'
      if (begun.state !== 'running') open.delete(begun)
    })
  }

  let outcome: { readonly value: Result } | { readonly error: unknown }
  try {
    outcome = { value: await run(begin) }
  } catch (error) {
    outcome = { error }
  }
  ended = open.size === 0 && 'value' in outcome ? 'well' : 'badly'
  const forgotten = [...open]
  await Promise.allSettled(forgotten.map(({ end }) => end))
  const failed = forgotten.find(({ state, watched: seen }) => typeof state === 'object' && (seen === 'no' || 'value' in outcome))
  // Its own error is the first one, unless it only met what one that it had forgotten left behind.
  if ('error' in outcome && failed === undefined) throw outcome.error
  const [first] = forgotten
  if (first !== undefined) throw forgot(failed ?? first)
  if ('error' in outcome) throw outcome.error
  return outcome.value
}

function forgot({ what, state }: Begun): unknown {
  if (typeof state !== 'object') return misuse(`The function of this migration did not wait for ${what}`)
  const { error } = state
  // What became of the transaction is known from this alone.
  if (isDriverError(error) && error.outcome === 'unknown') return error
  const own = error instanceof Error ? error.message : String(error)
  return misuse(`The function of this migration did not wait for ${what}, which failed: ${own.replace(/\.$/, '')}`, error)
}

function misuse(found: string, cause?: unknown): MigrateError<'INVALID'> {
  return new MigrateError('INVALID', `${found}. Is an await missing?`, { subject: 'statement', id: undefined }, { cause })
}

function never(): Promise<never> {
  return new Promise(() => {})
}

/** `await` asks a promise of the language itself without a call that could be seen; one without a constructor it asks by `then`. */
function watched<Result>(promise: Promise<Result>, onAsked: () => void): Promise<Result> {
  const ask = promise.then.bind(promise)
  const then: typeof ask = (...handlers) => {
    onAsked()
    return ask(...handlers)
  }
  // oxlint-disable-next-line unicorn/no-thenable -- it is a promise already
  return Object.defineProperties(promise, { constructor: { value: undefined }, then: { value: then } })
}
