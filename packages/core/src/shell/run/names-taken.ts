// Owns: which of the names that a plan takes something has already, and which of the schemas that it names are not there.
// Must not know: which names a plan takes, what is done where one is not free.

import type { Session } from '../../model/driver.ts'
import type { Effect } from '../../model/effect.ts'
import type { Plan } from '../../model/plan.ts'
import type { Problem } from '../../model/problem.ts'
import { type Claim, claims, liesElsewhere } from '../../pure/statement/claims.ts'
import { schemasWanted } from '../../pure/statement/schemas-wanted.ts'
import { presenceFrom } from '../../pure/journal/journal-from.ts'
import { placeOf } from '../../pure/statement/place-of.ts'
import type { Context } from '../context/context.ts'

/** Columns of one query: below the limits of every engine. A line seldom has as many names. */
const AT_ONCE = 500

/**
 * A query or two, none where the database is `empty`, as `Dialect.empty` says it, and one more where a plan names schemas. A catalogue
 * that cannot tell for certain says nothing against a name. `after`: what will have run by then.
 */
export async function namesTaken(
  session: Session,
  { line }: Context,
  { steps }: Plan,
  empty: boolean,
  after: readonly Plan[],
): Promise<readonly Problem[]> {
  const { dialect } = session
  // Before the statements are read: that takes longer than the question did.
  if (empty && dialect.empty.of === 'database') return []
  const claimed = claims(steps, dialect.family)
  const wanted = schemasWanted(claimed, [...after.flatMap((plan) => plan.steps), ...steps], dialect.family)
  const schemas = await present(
    session,
    [...wanted].map(([name, claim]) => ({
      of: { name, claim },
      effect: { change: 'appears', object: { kind: 'schema', schema: undefined, name } },
    })),
    'absent',
  )
  const missing = new Set(schemas.map(({ name }) => name))
  const there = claimed.filter(({ effect: { object } }) => object.schema === undefined || !missing.has(object.schema))
  const suspects = await suspected(session, empty ? there.filter(liesElsewhere) : there)
  const taken = await present(
    session,
    suspects.map((claim) => ({ of: claim, effect: claim.effect })),
    'present',
  )
  return [
    ...schemas.map(({ name, claim: { id, effect, statement } }): Problem => {
      return { code: 'SCHEMA_MISSING', id, line, schema: name, object: effect.object, place: placeOf(statement) }
    }),
    ...taken.map(({ id, effect, statement }): Problem => {
      return { code: 'NAME_TAKEN', id, line, object: effect.object, by: undefined, place: placeOf(statement) }
    }),
  ]
}

/** Those of which the catalogue says for certain that they are there, or that they are not. */
async function present<Of>(
  session: Session,
  asked: readonly { readonly of: Of; readonly effect: Effect }[],
  wanted: 'present' | 'absent',
): Promise<readonly Of[]> {
  const probed = asked.flatMap(({ of, effect }) => {
    const probe = session.dialect.probe(effect, 'made')
    return probe === undefined ? [] : [{ of, probe }]
  })
  const found: Of[] = []
  for (let from = 0; from < probed.length; from += AT_ONCE) {
    const some = probed.slice(from, from + AT_ONCE)
    const [row] = (await session.run(`SELECT ${some.map(({ probe }, n) => `${probe} AS n${n}`).join(', ')}`)).rows
    for (const [n, { of }] of some.entries()) {
      const presence = presenceFrom(row?.[`n${n}`])
      if (presence !== undefined && (presence === 'absent') === (wanted === 'absent')) found.push(of)
    }
  }
  return found
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
