// Owns: atomic steps as blocks of one batch: the fewest round trips, each block a transaction.
// Must not know: engines without atomic batches, code, recovery.

import { type DriverError, isDriverError } from '../model/driver-error.ts'
import type { Block, Session } from '../model/driver.ts'
import { MigrateError } from '../model/error.ts'
import type { Step } from '../model/plan.ts'
import type { StepResult } from '../model/report.ts'
import { atomicParts, type AtomicStep, type Part } from './atomic-texts.ts'
import type { Context } from './context.ts'
import { type Executed, failure, watch } from './executed.ts'
import { mayTryAgain } from './turn.ts'

interface Bundle {
  readonly steps: [AtomicStep, ...AtomicStep[]]
  readonly parts: { readonly step: AtomicStep; readonly part: Part }[]
  readonly foreignKeys: 'enforced' | 'suspended'
}

/** `create`: texts that must run before the first step, in its transaction: where it fails, they leave nothing either. */
export async function runBatch(
  session: Session,
  context: Context,
  steps: readonly AtomicStep[],
  create: readonly string[],
): Promise<Executed> {
  const bundles = bundle(steps, context)
  const [first] = bundles
  if (first !== undefined) first.parts.unshift(...create.map((text) => ({ step: first.steps[0], part: { kind: 'create', text } as const })))
  const blocks: Block[] = bundles.map(({ parts, foreignKeys }) => ({ statements: parts.map(({ part }) => part.text), foreignKeys }))

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
    await session.batch(blocks, finished)
    return results.length === steps.length ? { kind: 'done', results } : { kind: 'stopped', results }
  } catch (error) {
    if (!isDriverError(error)) throw error
    if (mayTryAgain(error)) return { kind: 'busy', results, error }
    if (error.outcome === 'unknown' || error.at === undefined) return { kind: 'lost', results, steps: steps.slice(results.length), error }
    try {
      return refusal(await atFault(bundles, error, session, context), results, error, time)
    } catch (thrown) {
      return mayTryAgain(thrown) ? { kind: 'busy', results, error: thrown } : { kind: 'broke', results, error: thrown }
    }
  }
}

function bundle(steps: readonly AtomicStep[], context: Context): readonly Bundle[] {
  const one = (step: AtomicStep): Bundle => ({
    steps: [step],
    parts: atomicParts(step, context).map((part) => ({ step, part })),
    foreignKeys: step.kind === 'atomic' ? step.foreignKeys : 'enforced',
  })
  const bundles: Bundle[] = []
  for (const next of steps.map(one)) {
    const last = bundles.at(-1)
    if (context.grouping === 'per-run' && last !== undefined && last.foreignKeys === 'enforced' && next.foreignKeys === 'enforced') {
      last.steps.push(...next.steps)
      last.parts.push(...next.parts)
    } else bundles.push(next)
  }
  return bundles
}

interface Fault {
  readonly step: Step
  readonly part: Part
  readonly dangling: readonly string[]
}

async function atFault(bundles: readonly Bundle[], { at }: DriverError, session: Session, { driver }: Context): Promise<Fault> {
  const parts = bundles[at?.block ?? 0]?.parts
  // One past the last is the commit: a deferred reference that dangles, a reader who does not let go.
  const found = at?.statement === parts?.length ? parts?.at(-1) : parts?.[at?.statement ?? 0]
  if (found === undefined) throw new RangeError(`the driver ${driver.name} named a statement that was not sent`)
  const { rebuild } = driver.dialect
  if (found.part.kind !== 'foreign-keys' || rebuild === undefined) return { ...found, dangling: [] }
  // What dangles still, after the rollback, dangled before.
  const { rows } = await session.run(rebuild.violations)
  return { ...found, dangling: rows.map((row) => `'${String(row['table'])}' row ${String(row['rowid'])} → '${String(row['parent'])}'`) }
}

function refusal(
  { step, part, dangling }: Fault,
  results: readonly StepResult[],
  error: DriverError,
  time: ReturnType<typeof watch>,
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
          dangling.length === 0 && error.reason !== 'constraint'
            ? failure(step, error, undefined, 'rolled back')
            : brokenKeys(step, dangling, error),
      }
    case 'statement':
      return { kind: 'failed', results, failed, error: failure(step, error, part.n, 'rolled back') }
    case 'finish':
      return { kind: 'failed', results, failed, error: failure(step, error, undefined, 'rolled back') }
    default:
      return part satisfies never
  }
}

function brokenKeys(step: Step, dangling: readonly string[], cause: DriverError): MigrateError {
  const earlier =
    dangling.length === 0
      ? ''
      : ` These dangled before it already: ${dangling.slice(0, 5).join(', ')}${dangling.length > 5 ? ` and ${dangling.length - 5} more` : ''}; mend them first.`
  return new MigrateError(
    'FOREIGN_KEYS_BROKEN',
    `Migration '${step.id}' would leave rows that refer to rows that are not there. It was rolled back.${earlier}`,
    { id: step.id },
    { cause },
  )
}
