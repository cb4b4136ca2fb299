// Owns: asking the catalogue whether the names that a plan takes are free.
// Must not know: which names those are, what is done where one is not.

import type { Dialect } from '../model/dialect.ts'
import type { Session } from '../model/driver.ts'
import type { Plan } from '../model/plan.ts'
import type { Problem } from '../model/problem.ts'
import { type Claim, claims } from '../pure/claims.ts'
import { presenceFrom } from '../pure/journal-from.ts'
import { placeOf } from '../pure/place-of.ts'

/** Columns of one query: below the limits of every engine, and a line has fewer names than that. */
const AT_ONCE = 500

/** A query or two; writes nothing. A catalogue that cannot tell for certain says nothing against a name. */
export async function namesTaken(session: Session, dialect: Dialect, line: string, { steps }: Plan): Promise<readonly Problem[]> {
  if (dialect.anything !== undefined && (await session.run(dialect.anything)).rows.length === 0) return []
  const asked: { readonly claim: Claim; readonly probe: string }[] = []
  for (const claim of claims(steps, dialect.family)) {
    const probe = dialect.probe(claim.effect, 'made')
    if (probe !== undefined) asked.push({ claim, probe })
  }
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
