// Owns: whether the names that a plan takes are free, where nothing of its line is in the database yet.
// Must not know: which names those are, what is done where one is not.

import type { Session } from '../model/driver.ts'
import type { Journal } from '../model/journal.ts'
import type { Plan } from '../model/plan.ts'
import type { Problem } from '../model/problem.ts'
import { type Claim, claims } from '../pure/claims.ts'
import { history } from '../pure/history.ts'
import { presenceFrom } from '../pure/journal-from.ts'
import { placeOf } from '../pure/place-of.ts'
import type { Context } from './context.ts'
import { readJournal } from './store.ts'

/** Columns of one query: below the limits of every engine. A line seldom has as many names. */
const AT_ONCE = 500

export type Names =
  | { readonly kind: 'free' }
  | { readonly kind: 'taken'; readonly problems: readonly [Problem, ...Problem[]] }
  /** By a rival, since `journal` was read. */
  | { readonly kind: 'overtaken'; readonly journal: Journal }

/** A query or two; writes nothing. A catalogue that cannot tell for certain says nothing against a name. */
export async function lookAtNames(session: Session, context: Context, journal: Journal, plan: Plan): Promise<Names> {
  if (plan.direction === 'down' || !isNew(journal, context)) return { kind: 'free' }
  const [first, ...others] = await taken(session, context, plan)
  if (first === undefined) return { kind: 'free' }
  // A rival recorded what he made no later than that. Read twice: receipts and records are not read in one moment, and in between
  // a record may become a receipt.
  for (let reading = 0; reading < 2; reading++) {
    const now = await readJournal(session, context)
    if (now.kind === 'present' && !isNew(now, context)) return { kind: 'overtaken', journal: now }
  }
  return { kind: 'taken', problems: [first, ...others] }
}

function isNew(journal: Journal, { line }: Context): boolean {
  const { applied, halfWay } = history(journal, line)
  return applied.size === 0 && halfWay.size === 0
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

async function taken(session: Session, { line }: Context, { steps }: Plan): Promise<readonly Problem[]> {
  const { dialect } = session
  if (dialect.anything !== undefined && (await session.run(dialect.anything)).rows.length === 0) return []
  const asked = (await suspected(session, claims(steps, dialect.family))).flatMap((claim) => {
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
