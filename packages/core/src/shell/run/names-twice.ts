// Owns: which of the names that a plan takes another line takes before it, in the same call.
// Must not know: which names a plan takes, what is in the database.

import type { Session } from '../../model/driver.ts'
import type { Plan } from '../../model/plan.ts'
import type { Problem } from '../../model/problem.ts'
import { claims } from '../../pure/statement/claims.ts'
import { clashes, type Naming, suspectedClashes } from '../../pure/statement/clashes.ts'
import { placeOf } from '../../pure/statement/place-of.ts'

/** `after`: what will have run by then. At most one query, and none where no two names may be one. */
export async function namesTwice(session: Session, { direction, steps }: Plan, after: readonly Plan[]): Promise<readonly Problem[]> {
  const before = after.filter((plan) => plan.direction === 'up')
  if (direction === 'down' || before.length === 0) return []
  const { family } = session.dialect
  const earlier = before.flatMap((plan) => claims(plan.steps, family))
  const suspected = suspectedClashes(claims(steps, family), earlier, family)
  if (suspected.length === 0) return []
  const naming = await namingOf(session)
  return suspected
    .filter((one) => clashes(one, naming))
    .map(({ claim: { id, line, effect, statement }, earlier: by }) => {
      return { code: 'NAME_TAKEN', id, line, object: effect.object, by: { line: by.line, id: by.id }, place: placeOf(statement) }
    })
}

async function namingOf(session: Session): Promise<Naming> {
  const { home, foldsNames } = session.dialect
  const here = home === undefined ? undefined : (await session.run(`SELECT ${home.here} AS home`)).rows[0]?.['home']
  return { home: typeof here === 'string' ? here : undefined, folds: foldsNames }
}
