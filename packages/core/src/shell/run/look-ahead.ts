// Owns: the plan for those who only look: what a run would find, and would make of it.
// Must not know: how a plan is executed or shown.

import type { Session } from '../../model/driver.ts'
import type { Journal } from '../../model/journal.ts'
import type { Plan, Planning } from '../../model/plan.ts'
import { foreseen } from '../../pure/journal/foreseen.ts'
import type { Context } from '../context/context.ts'
import { foresee } from '../journal/evidence.ts'
import { firstLook } from './first-look.ts'
import { namesTwice } from './names-twice.ts'
import type { Errand } from './run.ts'
import { refuseNewerLayout } from '../journal/store.ts'

export interface Ahead {
  /** As it is by then. */
  readonly journal: Journal
  readonly planning: Planning
}

/** `found`: as it was read. `after`: what will have run by then. Writes nothing. */
export async function lookAhead(
  session: Session,
  context: Context,
  errand: Errand,
  found: Journal,
  after: readonly Plan[] = [],
): Promise<Ahead> {
  refuseNewerLayout(found)
  const journal = await foresee(session, context, found)
  const planning = await errand.plan(foreseen(journal, after), session)
  if (!planning.ok) return { journal, planning }
  // Against the history as it is: what `after` makes or takes away is not there, or still is.
  const look = await firstLook(session, context, journal, planning.plan, errand, after)
  switch (look.kind) {
    case 'clear':
    case 'refused': {
      const [taken, ...more] = [...(look.kind === 'refused' ? look.problems : []), ...(await namesTwice(session, planning.plan, after))]
      return { journal, planning: taken === undefined ? planning : { ok: false, problems: [taken, ...more] } }
    }
    case 'overtaken':
      return lookAhead(session, context, errand, look.journal, after)
    default:
      return look satisfies never
  }
}
