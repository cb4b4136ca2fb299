// Owns: which of the names that a plan takes something has already.
// Must not know: which names a plan takes, what is done where one is not free.

import type { Session } from '../../model/driver.ts'
import type { Plan } from '../../model/plan.ts'
import type { Problem } from '../../model/problem.ts'
import { type Claim, claims, liesElsewhere } from '../../pure/statement/claims.ts'
import { presenceFrom } from '../../pure/journal/journal-from.ts'
import { placeOf } from '../../pure/statement/place-of.ts'
import type { Context } from '../context/context.ts'

/** Columns of one query: below the limits of every engine. A line seldom has as many names. */
const AT_ONCE = 500

/**
 * A query or two, none where the database is `empty`, as `Dialect.empty` says it. A catalogue that cannot tell for certain says
 * nothing against a name.
 */
export async function namesTaken(session: Session, { line }: Context, { steps }: Plan, empty: boolean): Promise<readonly Problem[]> {
  const { dialect } = session
  // Before the statements are read: that takes longer than the question did.
  if (empty && dialect.empty.of === 'database') return []
  const claimed = claims(steps, dialect.family)
  const asked = (await suspected(session, empty ? claimed.filter(liesElsewhere) : claimed)).flatMap((claim) => {
    const probe = dialect.probe(claim.effect, 'made')
    return probe === undefined ? [] : [{ claim, probe }]
  })
  const problems: Problem[] = []
  for (let from = 0; from < asked.length; from += AT_ONCE) {
    const some = asked.slice(from, from + AT_ONCE)
    const [row] = (await session.run(`SELECT ${some.map(({ probe }, n) => `${probe} AS n${n}`).join(', ')}`)).rows
    for (const [n, { claim }] of some.entries()) {
      const presence = presenceFrom(row?.[`n${n}`])
      if (presence === undefined || presence === 'absent') continue
      const { id, effect, statement } = claim
      problems.push({ code: 'NAME_TAKEN', id, line, object: effect.object, place: placeOf(statement) })
    }
  }
  return problems
}

/** Those whose names something has already, in one query; all of them where asking so is no shorter. */
async function suspected(session: Session, claimed: readonly Claim[]): Promise<readonly Claim[]> {
  const { named } = session.dialect
  if (named === undefined || claimed.length === 0) return claimed
  const objects = claimed.map(({ effect }) => effect.object)
  const schemas = objects.flatMap(({ schema }) => (schema === undefined ? [] : [schema]))
  const { rows } = await session.run(named([...new Set(objects.map(({ name }) => name))], [...new Set(schemas)]))
  const known = new Set(rows.map(({ name }) => String(name)))
  return claimed.filter(({ effect }) => known.has(effect.object.name))
}
