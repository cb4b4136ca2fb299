// Owns: a rehearsal that runs for real in a database that is not the user's: what it is told, and what it tells.
// Must not know: where that database came from.

import type { Driver } from '../../model/driver.ts'
import { isMigrateError } from '../../model/error.ts'
import type { Proof, RehearsedStep, Report, StepResult } from '../../model/report.ts'
import { type Context, contextFor } from '../context/context.ts'
import { errand, type ErrandFor } from '../run/errand.ts'
import type { Settings } from '../context/migrator-options.ts'
import { runUntraced } from '../run/run.ts'
import { withWords } from '../context/with-words.ts'

export interface Rehearsal {
  /** Of the database that is rehearsed for. */
  readonly context: Context
  readonly settings: Settings
  readonly errandFor: ErrandFor
}

/** Where it happened, for the proof, and in the words of an error. */
export interface Elsewhere {
  readonly where: Exclude<Extract<Proof, { readonly proved: true }>['where'], 'transaction'>
  readonly words: string
}

/** Observers hear of the steps that begin, as in every rehearsal: all else would be taken for what happened to the database itself. */
export function runElsewhere({ context, settings, errandFor }: Rehearsal, driver: Driver): Promise<Report> {
  const { signal, notify } = context
  const there = contextFor(driver, settings, { signal }, errandFor.policy, (event) => {
    if (event.type === 'step.started') notify(event)
  })
  return runUntraced(there, errand(there, { ...errandFor, driver }))
}

export function retold(report: Report, { where, words }: Elsewhere): Report {
  switch (report.outcome) {
    case 'up-to-date':
      return report
    case 'migrated': {
      const { steps, roundTrips, warnings } = report
      return { outcome: 'rehearsed', steps: steps.map((step) => proved(step, where)), remains: [], roundTrips, warnings }
    }
    case 'blocked':
      return { ...report, done: report.done.map((step) => proved(step, where)) }
    case 'failed': {
      const { error, failed, done } = report
      return {
        ...report,
        error: withWords(error, words),
        failed: failed === undefined ? undefined : undone(failed),
        done: done.map((step) => proved(step, where)),
      }
    }
    case 'rehearsed':
      throw new RangeError('a run rehearsed')
    default:
      return report satisfies never
  }
}

/** Throws what is no report: that something was misused. */
export function notRehearsed(thrown: unknown, left: readonly string[], roundTrips: number): Report {
  if (!isMigrateError(thrown) || thrown.code === 'INVALID') throw thrown
  return { outcome: 'failed', error: thrown, failed: undefined, done: [], undone: [], left, roundTrips }
}

function proved(step: StepResult, where: Elsewhere['where']): RehearsedStep {
  return { ...undone(step), proof: { proved: true, where }, affected: undefined, footprint: undefined }
}

/** What is true of the database itself. */
function undone(step: StepResult): StepResult {
  return { ...step, transaction: 'rolled back' }
}
