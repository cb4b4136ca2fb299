// Owns: which way each step of a plan is executed, and in which company.
// Must not know: planning, what a run does with the outcome.

import type { Session } from '../model/driver.ts'
import type { Plan, Step } from '../model/plan.ts'
import type { StepResult } from '../model/report.ts'
import type { AtomicStep } from './atomic-texts.ts'
import type { CodeOf } from './code-of.ts'
import type { Context } from './context.ts'
import type { Executed } from './executed.ts'
import type { Lease } from './lease.ts'
import { runBatch } from './run-batch.ts'
import { runCode } from './run-code.ts'
import { runJournaled } from './run-journaled.ts'
import { runSteps } from './run-steps.ts'
import { runTransaction, statementsOf } from './run-transaction.ts'

/**
 * Executes the plan from its first step until something ends it. `lease` is there where a step is journaled; `create` where
 * the bookkeeping tables are not, and the first step brings them (`bringsTables`).
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
    let executed: Executed
    if (company.length > 0) {
      executed = await runBatch(session, context, company, prelude)
      at += company.length
    } else {
      const step = plan.steps[at++]
      if (step === undefined) break
      executed = await alone(session, context, step, code, prelude, lease)
    }
    prelude = []
    results.push(...executed.results)
    if (executed.kind !== 'done') return { ...executed, results }
  }
  return { kind: 'done', results }
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

/**
 * Whether the step's own transaction can make the bookkeeping tables, so that a first run that fails leaves none. Durable
 * steps are recorded before their migration is done, and the lease of a journaled one is taken first.
 */
export function bringsTables(step: Step | undefined, { driver }: Context): boolean {
  return step !== undefined && driver.capabilities.ddl === 'transactional' && step.kind !== 'steps' && step.kind !== 'journaled'
}

function alone(
  session: Session,
  context: Context,
  step: Step,
  code: CodeOf,
  create: readonly string[],
  lease: Lease | undefined,
): Promise<Executed> {
  switch (step.kind) {
    case 'atomic':
    case 'record':
      return runTransaction(session, context, step, statementsOf(step, context), { create })
    case 'code':
      return runCode(session, context, step, code.script(step, 'code'), create)
    case 'steps':
      return runSteps(session, context, step, code.script(step, 'steps'), step.revision)
    case 'journaled':
      if (lease === undefined) throw new RangeError(`migration '${step.id}' is journaled and came without a lease`)
      return runJournaled(session, context, step, lease)
    default:
      return step satisfies never
  }
}
