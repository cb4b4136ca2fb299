// Owns: atomic steps as blocks of one batch: the fewest round trips, each block a transaction.
// Must not know: engines without atomic batches, code, recovery.

import { type DriverError, isDriverError } from '../../model/driver-error.ts'
import type { Block, Session } from '../../model/driver.ts'
import type { Step } from '../../model/plan.ts'
import type { StepResult } from '../../model/report.ts'
import { atomicParts, type AtomicStep, type Part } from './atomic-texts.ts'
import type { Context } from '../context/context.ts'
import { type Executed, failure, watch } from './executed.ts'
import { brokenBy, dangling, danglingAfter } from './foreign-keys.ts'
import { receiptFailure } from './receipt-gone.ts'
import { mayTryAgain } from '../context/turn.ts'

interface Bundle extends Block {
  readonly steps: AtomicStep[]
  /** Of the first of all: what makes the bookkeeping tables. */
  readonly create: readonly string[]
  /** `create`, then the parts of `steps`, in order. */
  readonly statements: string[]
}

/** `create`: texts that must run before the first step, in its transaction: where it fails, they leave nothing either. */
export async function runBatch(
  session: Session,
  context: Context,
  steps: readonly AtomicStep[],
  create: readonly string[],
): Promise<Executed> {
  const bundles = bundle(steps, context, create)

  const results: StepResult[] = []
  const time = watch(session)
  const announce = (index: number): void => {
    for (const step of bundles[index]?.steps ?? []) context.notify({ type: 'step.started', step })
  }
  const finished = (block: number): 'continue' | 'stop' => {
    for (const step of bundles[block]?.steps ?? []) {
      const result = time.result(step, 'committed')
      results.push(result)
      context.notify({ type: 'step.done', result })
    }
    if (context.signal.aborted) return 'stop'
    announce(block + 1)
    return 'continue'
  }
  try {
    announce(0)
    await session.batch(bundles, finished)
    return results.length === steps.length ? { kind: 'done', results } : { kind: 'stopped', results }
  } catch (error) {
    if (!isDriverError(error)) throw error
    if (mayTryAgain(error)) return { kind: 'busy', results, error }
    if (error.outcome === 'unknown' || error.at === undefined) return { kind: 'lost', results, steps: steps.slice(results.length), error }
    try {
      const fault = await atFault(bundles, error, session, context)
      const ended = refusal(fault, results, error, time, context)
      return ended.kind === 'failed' ? { ...ended, undone: before(fault.step, bundles) } : ended
    } catch (thrown) {
      return mayTryAgain(thrown) ? { kind: 'busy', results, error: thrown } : { kind: 'broke', results, error: thrown }
    }
  }
}

function bundle(steps: readonly AtomicStep[], context: Context, create: readonly string[]): readonly Bundle[] {
  const bundles: Bundle[] = []
  let last: Bundle | undefined
  for (const step of steps) {
    const foreignKeys = step.kind === 'atomic' ? step.foreignKeys : 'enforced'
    if (last === undefined || context.grouping !== 'per-run' || last.foreignKeys === 'suspended' || foreignKeys === 'suspended') {
      const prelude: readonly string[] = last === undefined ? create : []
      last = { steps: [], create: prelude, statements: [...prelude], foreignKeys }
      bundles.push(last)
    }
    last.steps.push(step)
    for (const { text } of atomicParts(step, context)) last.statements.push(text)
  }
  return bundles
}

/** What ran in the transaction of this step before it, and does not hold either. */
function before(step: Step, bundles: readonly Bundle[]): readonly string[] {
  const own = bundles.map(({ steps }) => steps.map(({ id }) => id)).find((ids) => ids.includes(step.id)) ?? []
  return own.slice(0, own.indexOf(step.id))
}

interface Fault {
  readonly step: Step
  readonly part: Part
  readonly dangling: { readonly before: readonly string[]; readonly now: readonly string[] }
}

async function atFault(bundles: readonly Bundle[], { at }: DriverError, session: Session, context: Context): Promise<Fault> {
  const { driver } = context
  const parts = partsOf(bundles[at?.block ?? 0], context)
  // One past the last is the commit: a deferred reference that dangles, a reader who does not let go.
  const found = at?.statement === parts?.length ? parts?.at(-1) : parts?.[at?.statement ?? 0]
  if (found === undefined) throw new RangeError(`the driver ${driver.name} named a statement that was not sent`)
  const { rebuild } = driver.dialect
  if (found.part.kind !== 'foreign-keys' || rebuild === undefined) return { ...found, dangling: { before: [], now: [] } }
  // What dangles still, after the rollback, dangled before.
  const before = await dangling(session, rebuild)
  return { ...found, dangling: { before, now: await danglingAfter(session, context, found.step) } }
}

/** Told apart again: what each text is interests nobody as long as all of them run. */
function partsOf(bundle: Bundle | undefined, context: Context): readonly { readonly step: AtomicStep; readonly part: Part }[] {
  const [first] = bundle?.steps ?? []
  if (bundle === undefined || first === undefined) return []
  const creation = bundle.create.map((text) => ({ step: first, part: { kind: 'create', text } as const }))
  return [...creation, ...bundle.steps.flatMap((step) => atomicParts(step, context).map((part) => ({ step, part })))]
}

function refusal(
  { step, part, dangling }: Fault,
  results: readonly StepResult[],
  error: DriverError,
  time: ReturnType<typeof watch>,
  context: Context,
): Executed {
  const failed = time.result(step, 'rolled back')
  switch (part.kind) {
    case 'create':
      // PostgreSQL: a rival made the same table while we waited for it.
      if (error.reason === 'constraint') return { kind: 'overtaken', results, id: step.id, claim: 'tables' }
      throw error
    case 'receipt':
      if (error.reason === 'constraint') return { kind: 'overtaken', results, id: step.id, claim: 'receipt' }
      return { kind: 'failed', results, failed, error: failure(step, error, undefined, 'rolled back') }
    case 'foreign-keys':
      return {
        kind: 'failed',
        results,
        failed,
        error:
          dangling.before.length === 0 && error.reason !== 'constraint'
            ? failure(step, error, undefined, 'rolled back')
            : brokenBy(step, dangling, error),
      }
    case 'statement':
      return { kind: 'failed', results, failed, error: failure(step, error, part.n, 'rolled back') }
    case 'kept':
      return { kind: 'failed', results, failed, error: receiptFailure(step, context, error) }
    case 'ours':
    case 'finish':
      return { kind: 'failed', results, failed, error: failure(step, error, undefined, 'rolled back') }
    default:
      return part satisfies never
  }
}
