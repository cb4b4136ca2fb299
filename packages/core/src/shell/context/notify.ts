// Owns: telling observers without letting them slow or stop a run.
// Must not know: what the events mean.

import type { MigrateEvent, MigrateMessage, ObservedRun, Observer } from '../../model/event.ts'
import { diagnostics } from '../../runtime/diagnostics.ts'

/**
 * The name of a diagnostics channel that carries a `MigrateMessage` for every event of every migrator in the process, and of a
 * tracing channel around each run, whose messages are an `ObservedRun`.
 * @see https://nodejs.org/api/diagnostics_channel.html
 */
export const CHANNEL = 'godwit:migrate'

export function notifier(observer: Observer | undefined, of: ObservedRun): (event: MigrateEvent) => void {
  let channel: ReturnType<NonNullable<ReturnType<typeof diagnostics>>['channel']> | undefined | 'not asked' = 'not asked'
  return (event) => {
    try {
      observer?.(event, of)
    } catch {
      // An observer is powerless by contract: what it throws is its own affair.
    }
    if (channel === 'not asked') channel = diagnostics()?.channel(CHANNEL)
    if (channel?.hasSubscribers === true) channel.publish({ event, of } satisfies MigrateMessage)
  }
}

/** Runs `work` inside a trace, where the runtime can: `start`, `end`, `asyncStart`, `asyncEnd`, `error`. */
export function traced<Result>(of: ObservedRun, work: () => Promise<Result>): Promise<Result> {
  const tracing = diagnostics()?.tracingChannel?.(CHANNEL)
  // Not a copy: who listens asks for the run's name, and only then is one made.
  return tracing === undefined ? work() : tracing.tracePromise(work, of)
}
