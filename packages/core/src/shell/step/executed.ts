// Owns: how the execution of some steps of a plan can end, and the words for a failure.
// Must not know: how steps are executed.

import { type DriverError, isDriverError } from '../../model/driver-error.ts'
import { type AnyMigrateError, type ErrorCode, isMigrateError, MigrateError } from '../../model/error.ts'
import type { Step } from '../../model/plan.ts'
import type { Place } from '../../model/problem.ts'
import type { StepResult } from '../../model/report.ts'
import type { Settlement } from '../../model/settlement.ts'
import { placeOf } from '../../pure/statement/place-of.ts'

/** `results` are the steps that hold, whatever came after them. */
export type Executed =
  | { readonly kind: 'done'; readonly results: readonly StepResult[] }
  /** Somebody else wrote to the history since it was read. Read it again. `claim`: what it has made of the step's. */
  | {
      readonly kind: 'overtaken'
      readonly results: readonly StepResult[]
      readonly id: string
      readonly claim: 'tables' | 'receipt'
    }
  /** Somebody else has the database; the failed attempt left nothing, unless something of the session is `disturbed`. */
  | {
      readonly kind: 'busy'
      readonly results: readonly StepResult[]
      readonly error: DriverError
      readonly session?: 'as it was' | 'disturbed'
    }
  /** The answer to this step's commit was lost, or to that of one of its durable steps: the one at `position`. */
  | {
      readonly kind: 'lost'
      readonly results: readonly StepResult[]
      readonly steps: readonly Step[]
      readonly error: DriverError
      readonly position?: number
      /** The statement that was certainly refused, and took the connection with it before that could be recorded. */
      readonly refused?: number
    }
  | {
      readonly kind: 'failed'
      readonly results: readonly StepResult[]
      readonly failed: StepResult
      readonly error: AnyMigrateError
      /** Ids of the steps before it in its transaction, where it shared one. */
      readonly undone?: readonly string[]
    }
  /** Something that is no step's doing: the run ends with it, and what holds is told all the same. */
  | { readonly kind: 'broke'; readonly results: readonly StepResult[]; readonly error: unknown }
  | { readonly kind: 'stopped'; readonly results: readonly StepResult[] }

/** Measures one step from now on. */
export interface Watch {
  result(step: Step, transaction: Settlement): StepResult
}

export function watch(session: { readonly roundTrips: number }): Watch {
  let since = performance.now()
  let startedAt = new Date()
  let trips = session.roundTrips
  return {
    result(step, transaction) {
      const now = performance.now()
      const { line, id, description, direction, kind } = step
      const result = {
        line,
        id,
        description,
        direction,
        kind,
        transaction,
        startedAt,
        duration: now - since,
        roundTrips: session.roundTrips - trips,
      }
      since = now
      startedAt = new Date()
      trips = session.roundTrips
      return result
    },
  }
}

/** The error of a step that failed, in its statement `n` (from 0) or elsewhere. The database's own message is its cause's. */
export function failure(step: Step, error: unknown, n: number | undefined, transaction: Settlement): AnyMigrateError {
  if (isMigrateError(error) && KEPT.has(error.code)) return error
  const statements = 'statements' in step ? step.statements : []
  const statement = n === undefined ? undefined : statements[n]
  const place = statement === undefined ? undefined : placeOf(statement, isDriverError(error) ? error.position : undefined)
  const own = (error instanceof Error ? error.message : String(error)).replace(/\.$/, '')
  return new MigrateError(
    'MIGRATION_FAILED',
    `Migration '${step.id}' failed${where(place, n, statements.length)}: ${/[?!]$/.test(own) ? own : `${own}.`} ${FATE[transaction]}`,
    { id: step.id, direction: step.direction, reason: isDriverError(error) ? error.reason : 'code', statement: n, place, transaction },
    { cause: error },
  )
}

function where(place: Place | undefined, n: number | undefined, total: number): string {
  if (place === undefined || n === undefined) return ''
  return place.file === undefined ? ` in statement ${n + 1} of ${total}` : ` at ${place.file}:${place.line}:${place.column}`
}

const FATE: { readonly [settlement in Settlement]: string } = {
  committed: 'What it did until then is committed, its receipt too, so the history calls it applied: finish it by hand, or take it down.',
  'partly committed': 'What it finished before is committed and recorded; the next run continues there.',
  'rolled back': 'It was rolled back.',
  unknown: 'How much of that took effect is not known.',
}

const KEPT: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['ABORTED', 'FOREIGN_KEYS_BROKEN', 'LEASE_LOST', 'TURN_TIMEOUT'])
