// Owns: which way each step of a plan is executed, and in which company.
// Must not know: planning, what a run does with the outcome.

import type { Session } from '../model/driver.ts'
import type { Plan, Step } from '../model/plan.ts'
import type { StepResult } from '../model/report.ts'
import type { AtomicStep } from './atomic-texts.ts'
import type { CodeOf } from './code-of.ts'
import type { Context } from './context.ts'
import type { Executed } from './executed.ts'
import type { LaneStep } from './lane-pieces.ts'
import type { Lease } from './lease.ts'
import { runBatch } from './run-batch.ts'
import { runCode } from './run-code.ts'
import { runCodeRecorded } from './run-code-recorded.ts'
import { runLanes } from './run-lanes.ts'
import { runSteps } from './run-steps.ts'
import { runTransaction, statementsOf } from './run-transaction.ts'

/** Whether a step may only be executed under the lease: what it does commits before its receipt. */
export function needsLease({ kind }: Step, { driver }: Pick<Context, 'driver'>): boolean {
  return kind === 'journaled' || (driver.capabilities.ddl === 'autocommit' && (kind === 'code' || kind === 'steps'))
}

/** Executes the plan from its first step until something ends it. `lease` is there where a step needs one. */
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
    let executed: Executed
    if (company.length > 0) {
      executed = await runBatch(session, context, company, prelude)
      prelude = []
    } else if (lanes.length > 0) {
      executed = await runLanes(session, context, lanes, lease)
    } else {
      const step = plan.steps[at]
      if (step === undefined) break
      executed = await alone(session, context, step, code, lease)
    }
    at += Math.max(1, company.length + lanes.length)
    results.push(...executed.results)
    if (executed.kind !== 'done') return { ...executed, results }
  }
  return { kind: 'done', results }
}

/** The longest run of steps from `at` that can share a batch. */
export function together(steps: readonly Step[], at: number, { driver }: Context): readonly AtomicStep[] {
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

function alone(session: Session, context: Context, step: Step, code: CodeOf, lease: Lease | undefined): Promise<Executed> {
  const autocommit = context.driver.capabilities.ddl === 'autocommit'
  switch (step.kind) {
    case 'atomic':
    case 'record':
      return runTransaction(session, context, step, statementsOf(step, context))
    case 'code': {
      const script = code.script(step, 'code')
      return autocommit ? runCodeRecorded(session, context, step, script, leaseFor(step, lease)) : runCode(session, context, step, script)
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
