// Owns: from what the code has and the database says to a plan, or to the reasons why there is none.
// Must not know: time, I/O, locks, how a step is executed.

import type { Dialect } from '../../model/dialect.ts'
import type { Capabilities } from '../../model/driver.ts'
import type { Direction, Journal, RecordedRequires } from '../../model/journal.ts'
import type { Planning, Step } from '../../model/plan.ts'
import type { Problem } from '../../model/problem.ts'
import { compareId } from '../line/compare-id.ts'
import { downStep } from './down-step.ts'
import { drift } from './drift.ts'
import { appliedElsewhere } from '../journal/elsewhere.ts'
import { highest, history, type History } from '../journal/history.ts'
import { nearest } from '../line/nearest.ts'
import { planHash } from './plan-hash.ts'
import type { Registry } from '../line/registry.ts'
import { requiredBy } from './required-by.ts'
import { unmetRequirements } from './requirement.ts'
import { recordedHalfWay, unfinished } from './unfinished.ts'
import type { StepKey } from '../journal/step-sql.ts'
import { upStep } from './up-step.ts'

export interface Policy {
  /** `linear`: a pending migration below an applied one is refused. */
  readonly order: 'linear' | 'any'
  /** What a migration with variants but none for this engine is: a mistake, or nothing to do here. */
  readonly missingVariant: 'refuse' | 'empty'
  readonly checksums: 'verify' | 'ignore'
  /** `never`: every statement by itself, recorded one by one. */
  readonly transaction: 'auto' | 'never'
  /** A line of files that is new where another tool has applied migrations. */
  readonly otherHistory: 'refuse' | 'ignore'
  /** `record`: receipts only, for a schema that is there already. What would happen if it ran is of no interest then. */
  readonly effect: 'run' | 'record'
}

export interface Question {
  readonly registry: Registry
  readonly journal: Journal
  readonly dialect: Dialect
  readonly capabilities: Capabilities
  readonly direction: Direction
  /** From `select`; the shell has loaded them by now. */
  readonly ids: readonly string[]
  readonly policy: Policy
  /** `down` as recorded, by id, of those among `ids` that the code does not have. */
  readonly recordedDowns: ReadonlyMap<string, string | undefined>
  /** What other lines recorded that they need; only of interest on the way down. */
  readonly recordedRequires?: readonly RecordedRequires[]
  /** How many statements of a script the session itself has run that will go on: their variables and settings are there. */
  readonly ranHere?: (of: StepKey) => number
}

/** What both directions make of one migration. */
export type Made =
  | { readonly ok: true; readonly step: Step; readonly warnings?: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] }

export function plan(question: Question): Planning {
  const { registry, journal, direction, ids, policy } = question
  const past = history(journal, registry.line)
  const problems: Problem[] = []
  const warnings: Problem[] = []
  problems.push(...unfinished(question, past))
  warnings.push(...recordedHalfWay(question, past))
  const found = direction === 'up' ? upProblems(question, past) : []
  for (const problem of found) (problem.code === 'CHECKSUM_MANUAL' ? warnings : problems).push(problem)
  if (direction === 'down') problems.push(...requiredBy(journal, registry.line, ids, question.recordedRequires ?? []))
  if (direction === 'up' && policy.order === 'linear' && policy.effect === 'run') problems.push(...lateOnes(ids, past))

  const elsewhere = appliedElsewhere(journal, registry.line)
  const steps: Step[] = []
  let ordinal = past.nextOrdinal
  for (const id of ids) {
    const position = { seq: (past.seq.get(id) ?? 0) + 1, ordinal: ordinal++ }
    const made = direction === 'up' ? upStep(question, id, position, elsewhere) : downStep(question, past, id, position)
    if (made.ok) {
      steps.push(made.step)
      if (made.warnings !== undefined) warnings.push(...made.warnings)
    } else problems.push(...made.problems)
  }
  const [first, ...others] = problems
  if (first !== undefined) return { ok: false, problems: [first, ...others] }
  return { ok: true, plan: { direction, steps, hash: planHash(direction, steps) }, warnings }
}

function upProblems({ registry, journal, dialect, ids, policy }: Question, { applied }: History): readonly Problem[] {
  const problems: Problem[] = []
  for (const [id, receipt] of applied) {
    const entry = registry.byId.get(id)
    if (entry === undefined) problems.push({ code: 'UNKNOWN_APPLIED', id, nearest: nearest(id, registry.byId.keys()) })
    else if (entry.migration !== undefined && policy.checksums === 'verify') {
      const changed = drift(entry.migration, receipt, dialect, entry.origin)
      if (changed !== undefined) problems.push(changed)
    }
  }
  if (ids.length > 0) {
    for (const requirement of unmetRequirements(registry.requires, journal))
      problems.push({ code: 'REQUIREMENT_UNMET', line: registry.line, requirement })
  }
  return problems
}

function lateOnes(ids: readonly string[], past: History): readonly Problem[] {
  const after = highest(past)
  if (after === undefined) return []
  const standing = past.applied.has(after) ? 'applied' : 'half way'
  // One that has begun is not late any more.
  const late = ids.filter((id) => compareId(id, after) < 0 && !past.halfWay.has(id))
  return late.map((id) => ({ code: 'OUT_OF_ORDER', id, after, standing }))
}
