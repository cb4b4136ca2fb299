// Owns: telling observers without letting them slow or stop a run.
// Must not know: what the events mean.

import type { MigrateEvent, Observer } from '../../model/event.ts'
import { diagnostics } from '../../runtime/diagnostics.ts'

/**
 * The name of a diagnostics channel that carries every `MigrateEvent` of every migrator in the process, and of a tracing
 * channel around each run, whose messages are a `TracedRun`.
 * @see https://nodejs.org/api/diagnostics_channel.html
 */
export const CHANNEL = 'godwit:migrate'

export interface TracedRun {
  readonly line: string
  /** The driver's name. */
  readonly driver: string
  readonly run: string
}

export function notifier(observer: Observer | undefined): Observer {
  let channel: ReturnType<NonNullable<ReturnType<typeof diagnostics>>['channel']> | undefined | 'not asked' = 'not asked'
  return (event: MigrateEvent) => {
    try {
      observer?.(event)
    } catch {
      // An observer is powerless by contract: what it throws is its own affair.
    }
    if (channel === 'not asked') channel = diagnostics()?.channel(CHANNEL)
    if (channel?.hasSubscribers === true) channel.publish(event)
  }
}

/** Runs `work` inside a trace, where the runtime can: `start`, `end`, `asyncStart`, `asyncEnd`, `error`. */
export function traced<Result>(run: TracedRun, work: () => Promise<Result>): Promise<Result> {
  const tracing = diagnostics()?.tracingChannel?.(CHANNEL)
  // Not a copy: who listens asks for the run's name, and only then is one made.
  return tracing === undefined ? work() : tracing.tracePromise(work, run)
}
