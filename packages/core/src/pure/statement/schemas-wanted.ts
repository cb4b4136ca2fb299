// Owns: the schemas that must be there for a plan to make what it makes, as far as its words tell.
// Must not know: catalogues, what is done where one is missing.

import type { DialectFamily } from '../../model/dialect.ts'
import type { Step } from '../../model/plan.ts'
import type { Claim } from './claims.ts'
import { effectOf } from './effect-of.ts'

/** A session has one of its own, whatever the catalogue calls it. */
const TEMPORARY = /^pg_temp/

/** The first claim that lies in each of them. `steps`: all that run before, and theirs; what they make themselves is not wanted. */
export function schemasWanted(claims: readonly Claim[], steps: readonly Step[], family: DialectFamily): ReadonlyMap<string, Claim> {
  const wanted = new Map<string, Claim>()
  const made = schemasMade(steps, family)
  if (made === undefined) return wanted
  for (const claim of claims) {
    const { schema } = claim.effect.object
    if (schema !== undefined && !made.has(schema) && !wanted.has(schema) && !TEMPORARY.test(schema)) wanted.set(schema, claim)
  }
  return wanted
}

/** Undefined where the name of one cannot be told. */
function schemasMade(steps: readonly Step[], family: DialectFamily): ReadonlySet<string> | undefined {
  const made = new Set<string>()
  for (const step of steps) {
    if (step.kind !== 'atomic' && step.kind !== 'journaled') continue
    for (const statement of step.statements) {
      const [first = '', second = ''] = statement.tokens.map((token) => token.toUpperCase())
      if (first !== 'CREATE' || (second !== 'SCHEMA' && second !== 'DATABASE')) continue
      const { effect } = effectOf(statement, family)
      if (effect === undefined) return undefined
      made.add(effect.object.name)
    }
  }
  return made
}
