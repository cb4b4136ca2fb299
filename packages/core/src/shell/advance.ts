// Owns: one round of a run: read the history, plan, execute as far as this round may.
// Must not know: what to do when a round was overtaken, kept waiting or lost.

import type { Session } from '../model/driver.ts'
import type { Plan } from '../model/plan.ts'
import type { Problem } from '../model/problem.ts'
import type { Context } from './context.ts'
import { execute, together } from './execute.ts'
import type { Executed } from './executed.ts'
import { acquireLease, type Lease } from './lease.ts'
import type { Errand } from './run.ts'
import { createTables, readJournal, refuseNewerLayout } from './store.ts'

export type Advance =
  | { readonly kind: 'planned-nothing'; readonly warnings: readonly Problem[] }
  | { readonly kind: 'blocked'; readonly problems: readonly [Problem, ...Problem[]] }
  /** Took the lease; the history must be read again under it. */
  | { readonly kind: 'leased'; readonly lease: Lease }
  /** `complete`: the whole plan was handed over. */
  | {
      readonly kind: 'executed'
      readonly executed: Executed
      readonly plan: Plan
      readonly warnings: readonly Problem[]
      readonly complete: boolean
    }

export async function advance(session: Session, context: Context, errand: Errand, lease: Lease | undefined): Promise<Advance> {
  let journal = await readJournal(session, context)
  if (journal.kind === 'incomplete') {
    await createTables(session, context)
    const again = await readJournal(session, context)
    journal = again.kind === 'incomplete' ? { kind: 'absent' } : again
  }
  refuseNewerLayout(journal)
  const planning = await errand.plan(journal, session)
  if (!planning.ok) return { kind: 'blocked', problems: planning.problems }
  const { plan, warnings } = planning
  if (plan.steps.length === 0) return { kind: 'planned-nothing', warnings }
  context.notify({ type: 'run.planned', plan })

  const journaled = plan.steps.findIndex(({ kind }) => kind === 'journaled')
  const part = journaled < 0 || lease !== undefined ? plan.steps : plan.steps.slice(0, journaled)
  const absent = journal.kind === 'absent'
  if (absent && together(part, 0, context).length === 0) await createTables(session, context)
  if (part.length === 0) return { kind: 'leased', lease: await acquireLease(session, context) }
  const executed = await execute(session, context, { ...plan, steps: part }, errand.code, absent ? context.journalSql.create : [], lease)
  return { kind: 'executed', executed, plan, warnings, complete: part.length === plan.steps.length }
}
