// Owns: which way each step of a plan is executed, and in which company.
// Must not know: planning, what a run does with the outcome.

import type { Session } from '../../model/driver.ts'
import type { Plan, Step } from '../../model/plan.ts'
import type { StepResult } from '../../model/report.ts'
import type { AtomicStep } from './atomic-texts.ts'
import type { CodeOf } from './code-of.ts'
import type { Context } from '../context/context.ts'
import type { Executed } from './executed.ts'
import type { LaneStep } from './lane-pieces.ts'
import type { Lease } from '../journal/lease.ts'
import { runBatch } from './run-batch.ts'
import { runCode } from './run-code.ts'
import { runCodeRecorded } from './run-code-recorded.ts'
import { runLanes } from './run-lanes.ts'
import { runSteps } from './run-steps.ts'
import { runTransaction, statementsOf } from './run-transaction.ts'
import { mayTryAgain } from '../context/turn.ts'

/** Whether a step may only be executed under the lease: what it does commits before its receipt. */
export function needsLease({ kind }: Step, { driver }: Pick<Context, 'driver'>): boolean {
  return kind === 'journaled' || (driver.capabilities.ddl === 'autocommit' && (kind === 'code' || kind === 'steps'))
}

/**
 * Executes the plan from its first step until something ends it. `lease` is there where a step needs one; `create` where the
 * bookkeeping tables are not, and the first step brings them (`bringsTables`).
 */
export async function execute(
  session: Session,
  context: Context,
  plan: Plan,
  code: CodeOf,
  create: readonly string[],
  lease: Lease | undefined,
): Promise<Executed> {
  const results: StepResult[] = []
  let prelude = create
  for (let at = 0; at < plan.steps.length;) {
    if (context.signal.aborted) return { kind: 'stopped', results }
    const company = together(plan.steps, at, context)
    const lanes = company.length > 0 ? [] : inLanes(plan.steps, at, context)
    const next = (): Promise<Executed> => {
      if (company.length > 0) return runBatch(session, context, company, prelude)
      if (lanes.length > 0) return runLanes(session, context, lanes, lease)
      return alone(session, context, plan.steps[at], code, prelude, lease)
    }
    const executed = await orBroke(next)
    prelude = []
    at += Math.max(1, company.length + lanes.length)
    results.push(...executed.results)
    if (executed.kind !== 'done') return { ...executed, results }
  }
  return { kind: 'done', results }
}

/** What is thrown here must not take along what earlier steps have come to. */
async function orBroke(next: () => Promise<Executed>): Promise<Executed> {
  try {
    return await next()
  } catch (error) {
    return mayTryAgain(error) ? { kind: 'busy', results: [], error } : { kind: 'broke', results: [], error }
  }
}

/** The longest run of steps from `at` that can share a batch. */
function together(steps: readonly Step[], at: number, { driver }: Context): readonly AtomicStep[] {
  const company: AtomicStep[] = []
  if (driver.capabilities.batch !== 'atomic') return company
  for (let next = at; next < steps.length; next++) {
    const step = steps[next]
    if (step === undefined || (step.kind !== 'record' && (step.kind !== 'atomic' || step.check !== undefined))) break
    company.push(step)
  }
  return company
}

/** The longest run of steps from `at` that can share ordered blocks; a receipt by itself is one of them. */
function inLanes(steps: readonly Step[], at: number, { driver }: Context): readonly LaneStep[] {
  const lanes: LaneStep[] = []
  for (let next = at; next < steps.length; next++) {
    const step = steps[next]
    if (step?.kind !== 'journaled' && (step?.kind !== 'record' || driver.capabilities.batch === 'atomic')) break
    lanes.push(step)
  }
  return lanes
}

/**
 * Whether the step's own transaction can make the bookkeeping tables, so that a first run that fails leaves none. Durable
 * steps are recorded before their migration is done, a lane is many transactions, and the lease is taken before it.
 */
export function bringsTables(step: Step | undefined, { driver }: Pick<Context, 'driver'>): boolean {
  const { ddl, batch } = driver.capabilities
  if (ddl === 'autocommit') return false
  return step?.kind === 'atomic' || step?.kind === 'code' || (step?.kind === 'record' && batch === 'atomic')
}

async function alone(
  session: Session,
  context: Context,
  step: Step | undefined,
  code: CodeOf,
  create: readonly string[],
  lease: Lease | undefined,
): Promise<Executed> {
  const autocommit = context.driver.capabilities.ddl === 'autocommit'
  if (step === undefined) return { kind: 'done', results: [] }
  switch (step.kind) {
    case 'atomic':
    case 'record':
      return runTransaction(session, context, step, statementsOf(step, context), { create })
    case 'code': {
      const script = code.script(step, 'code')
      return autocommit
        ? runCodeRecorded(session, context, step, script, leaseFor(step, lease))
        : runCode(session, context, step, script, create)
    }
    case 'steps':
      return runSteps(session, context, step, code.script(step, 'steps'), autocommit ? leaseFor(step, lease) : undefined)
    case 'journaled':
      throw new RangeError(`migration '${step.id}' was left out of its lane`)
    default:
      return step satisfies never
  }
}

function leaseFor({ id }: Step, lease: Lease | undefined): Lease {
  if (lease === undefined) throw new RangeError(`migration '${id}' came without a lease`)
  return lease
}
