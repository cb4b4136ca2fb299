// Owns: one round of a run: read the history, plan, execute as far as this round may.
// Must not know: what to do when a round was overtaken, kept waiting or lost.

import type { Plan, Step } from '../../model/plan.ts'
import type { Problem } from '../../model/problem.ts'
import type { Connection } from '../context/connection.ts'
import type { Context } from '../context/context.ts'
import { settleRecords } from '../journal/evidence.ts'
import { bringsTables, execute, needsLease } from '../step/execute.ts'
import type { Executed } from '../step/executed.ts'
import { acquireLease, type Lease } from '../journal/lease.ts'
import { firstLook, type FirstLook } from './first-look.ts'
import type { Errand } from './run.ts'
import { leavesMark } from '../../pure/statement/leaves-mark.ts'
import { unlessTold } from '../context/unless-told.ts'
import { openRecords } from '../../pure/journal/unresolved.ts'
import { completeJournal, createTables, readJournal, refuseNewerLayout } from '../journal/store.ts'

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

/**
 * Looks first, over a session that cannot bring anything into being: a run that is refused, or has nothing to do, leaves
 * no trace. The receipts claim the history that was seen, so nothing need be read again before writing.
 */
export async function advance(connection: Connection, context: Context, errand: Errand, lease: Lease | undefined): Promise<Advance> {
  const reading = async () => readJournal(await connection.session('read'), context, errand.expectNothing)
  // Whoever has the lease has something to give back, and says so over this session.
  const seen = await (lease === undefined ? unlessTold(context.signal, connection, reading) : reading())
  const found = seen.kind === 'incomplete' ? await completeJournal(await connection.session('write'), context) : seen
  refuseNewerLayout(found)
  const open = openRecords(found, context.line).length > 0
  // Only the owner of the lease may say what became of what an earlier owner began.
  if (open && lease === undefined) return { kind: 'leased', lease: await acquireLease(await connection.session('write'), context) }
  const journal = open && lease !== undefined ? await settleRecords(await connection.session('write'), context, found, lease) : found
  const planning = await errand.plan(journal, await connection.session('read'))
  if (!planning.ok) {
    // Or somebody is on the way, and receipts and records were not read in one moment: only the owner of the lease knows.
    if (lease === undefined && journal.kind === 'present' && journal.steps.some(({ line }) => line === context.line))
      return { kind: 'leased', lease: await acquireLease(await connection.session('write'), context) }
    return { kind: 'blocked', problems: planning.problems }
  }
  const { plan, warnings } = planning
  if (plan.steps.length === 0) return { kind: 'planned-nothing', warnings }
  // Whoever has the lease looked before he took it.
  const look: FirstLook =
    lease === undefined ? await firstLook(await connection.session('read'), context, journal, plan, errand) : { kind: 'clear' }
  if (look.kind === 'refused') return { kind: 'blocked', problems: look.problems }
  if (look.kind === 'overtaken') return advance(connection, context, errand, lease)
  const [refused, ...more] = await errand.refusedLater(plan, await connection.session('read'))
  if (refused !== undefined) return { kind: 'blocked', problems: [refused, ...more] }
  context.notify({ type: 'run.planned', plan })

  const session = await connection.session('write')
  const leased = plan.steps.findIndex((step) => needsLease(step, context))
  const part = onOneSession(leased < 0 || lease !== undefined ? plan.steps : plan.steps.slice(0, leased), context)
  const absent = journal.kind === 'absent'
  const { create } = context.journalSql
  if (part.length === 0) return { kind: 'leased', lease: await acquireLease(session, context, absent ? create : []) }
  const brought = absent && bringsTables(part[0], context)
  if (absent && !brought) await createTables(session, context)
  const executed = await execute(session, context, { ...plan, steps: part }, errand.code, brought ? create : [], lease)
  return { kind: 'executed', executed, plan, warnings, complete: part.length === plan.steps.length }
}

/** Up to the first that leaves a mark on its session: what comes behind it must not depend on whether they ran in one go. */
function onOneSession(steps: readonly Step[], { driver, grouping }: Context): readonly Step[] {
  const shared = grouping === 'per-run' ? 'transaction' : 'session'
  const marked = steps.findIndex((step) => leavesMark(step, driver.dialect.family, shared))
  return marked < 0 ? steps : steps.slice(0, marked + 1)
}
