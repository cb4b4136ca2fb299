// Owns: what an observer is told while a run goes on.
// Must not know: colours, streams.

import type { Plan, Step } from './plan.ts'
import type { Report, StepResult } from './report.ts'

export type MigrateEvent =
  | { readonly type: 'run.planned'; readonly plan: Plan }
  /** Somebody else writes; the run tries again after a pause. */
  | { readonly type: 'turn.waiting'; readonly waitedMs: number }
  /** The history is not any more what was read: somebody else applied this migration, or a cluster undid what was recorded. It is read again. */
  | { readonly type: 'run.overtaken'; readonly id: string }
  /** No second session could be had: the lease is renewed between statements, and not during one. */
  | { readonly type: 'lease.inline'; readonly reason: string }
  /** A session of an earlier run is still at work on this statement; the run waits for it. */
  | {
      readonly type: 'session.waiting'
      readonly line: string
      readonly id: string
      readonly n: number
      readonly session: string
      readonly waitedMs: number
    }
  /** It was found out what became of a statement that an earlier run left open. */
  | {
      readonly type: 'statement.settled'
      readonly line: string
      readonly id: string
      readonly n: number
      readonly judgement: 'took-effect' | 'did-not-happen' | 'repeat' | 'unresolved'
    }
  /** What an interrupted statement left was removed before it runs again. */
  | { readonly type: 'remainder.removed'; readonly line: string; readonly id: string; readonly n: number; readonly text: string }
  | { readonly type: 'step.started'; readonly step: Step }
  | { readonly type: 'statement.done'; readonly line: string; readonly id: string; readonly n: number; readonly total: number }
  | { readonly type: 'step.done'; readonly result: StepResult }
  | { readonly type: 'run.done'; readonly report: Report }

/** The run that an event is of, and that a trace is around. */
export interface ObservedRun {
  readonly line: string
  /** The driver's name. */
  readonly driver: string
  /** As in the column `run` of the receipts and records that it writes. */
  readonly run: string
}

/** Told synchronously. What it throws is ignored; it cannot slow or stop a run. */
export type Observer = (event: MigrateEvent, of: ObservedRun) => void

/** What the diagnostics channel carries. */
export interface MigrateMessage {
  readonly event: MigrateEvent
  readonly of: ObservedRun
}
