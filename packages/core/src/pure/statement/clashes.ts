// Owns: which names two plans take both, as far as their words tell, and what of the database that depends on.
// Must not know: catalogues, what is done where two do.

import type { DialectFamily } from '../../model/dialect.ts'
import type { Claim } from './claims.ts'

export interface Clash {
  readonly claim: Claim
  /** Another line's. */
  readonly earlier: Claim
}

/** What says of two names whether they are one. */
export interface Naming {
  /** The schema of what is named without one. */
  readonly home: string | undefined
  /** Whether names of tables that differ only in upper and lower case are one. */
  readonly folds: boolean
}

/** All that may be one name, whatever the naming. */
export function suspectedClashes(claims: readonly Claim[], earlier: readonly Claim[], family: DialectFamily): readonly Clash[] {
  const byName = new Map<string, Claim[]>()
  for (const claim of earlier) {
    const key = alike(claim, family)
    byName.set(key, [...(byName.get(key) ?? []), claim])
  }
  return claims.flatMap((claim) =>
    (byName.get(alike(claim, family)) ?? []).filter(({ line }) => line !== claim.line).map((one) => ({ claim, earlier: one })),
  )
}

export function clashes({ claim, earlier }: Clash, { home, folds }: Naming): boolean {
  const [one, other] = [claim.effect.object, earlier.effect.object]
  const schema = (of: string | undefined): string => (of ?? home ?? '').toLowerCase()
  return schema(one.schema) === schema(other.schema) && (folds || one.name === other.name)
}

/** Where tables and indexes are of one kind, one cannot have the other's name. */
function alike({ effect: { object } }: Claim, family: DialectFamily): string {
  const kind = object.kind === 'index' && family !== 'mysql' ? 'relation' : object.kind
  const ofTable = 'table' in object && !(family === 'mysql' && object.kind === 'trigger') ? (object.table ?? '') : ''
  return [kind, ofTable, object.name].join(' ').toLowerCase()
}
