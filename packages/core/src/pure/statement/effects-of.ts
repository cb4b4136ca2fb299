// Owns: what each statement of a script makes appear or vanish, where those before it left the session.
// Must not know: catalogues, intents, who asks.

import type { DialectFamily } from '../../model/dialect.ts'
import type { EffectObject } from '../../model/effect.ts'
import type { Statement } from '../../model/statement.ts'
import { ddlReader } from './ddl-reader.ts'
import { type Consequence, effectOf } from './effect-of.ts'
import { firstWord } from '../lexing/words.ts'

/** Where a name without a schema is: as the session began, in the schema that the script said, or nobody can say. */
type Place = { readonly kind: 'as it was' | 'unknown' } | { readonly kind: 'said'; readonly schema: string }

/**
 * Of statement `n`. Whoever looks for its effect later does so in another session, whose names mean what they meant at the
 * beginning: so the effect gets the schema that was said with USE or SET search_path, and is unknown where the words do not tell.
 */
export function effectsOf(statements: readonly Statement[], family: DialectFamily): (n: number) => Consequence {
  const places: Place[] = [{ kind: 'as it was' }]
  return (n) => {
    const statement = statements[n]
    if (statement === undefined) throw new RangeError(`there is no statement ${n + 1}`)
    const consequence = effectOf(statement, family)
    const { effect, repeat } = consequence
    if (effect === undefined || effect.object.schema !== undefined || !IN_SCHEMAS.has(effect.object.kind)) return consequence
    for (let at = places.length; at <= n; at++) places.push(placeAfter(statements[at - 1], places[at - 1], family))
    const place = places[n] ?? { kind: 'unknown' }
    switch (place.kind) {
      case 'as it was':
        return consequence
      case 'unknown':
        return { effect: undefined, repeat }
      case 'said':
        return { effect: { ...effect, object: { ...effect.object, schema: place.schema } }, repeat }
      default:
        return place satisfies never
    }
  }
}

const IN_SCHEMAS: ReadonlySet<EffectObject['kind']> = new Set<EffectObject['kind']>([
  'relation',
  'column',
  'constraint',
  'index',
  'trigger',
  'type',
  'label',
  'routine',
  'event',
])

function placeAfter(statement: Statement | undefined, before: Place = { kind: 'unknown' }, family: DialectFamily): Place {
  if (statement === undefined) return before
  switch (family) {
    case 'sqlite':
      return before
    case 'mysql':
      return firstWord(statement) === 'USE' ? placeAfterUse(statement) : before
    case 'postgres':
      return SETS_PATH.test(statement.text) ? placeAfterPath(statement) : before
    default:
      return family satisfies never
  }
}

function placeAfterUse(statement: Statement): Place {
  const reader = ddlReader(statement, 'mysql')
  reader.skip()
  const named = reader.named()
  return named === undefined || !reader.done ? { kind: 'unknown' } : { kind: 'said', schema: named.name }
}

/** In whatever words: SET SCHEMA, set_config, a block of PL/pgSQL. RESET and DISCARD go back to what may not be as it was. */
const SETS_PATH = /search_path|\bset\s+(?:session\s+|local\s+)?schema\b|^(?:reset|discard)\b/i

/** One schema that is named without doubt. `SET LOCAL` ends with a transaction, and so where is not told by the words. */
function placeAfterPath(statement: Statement): Place {
  const reader = ddlReader(statement, 'postgres')
  if (!reader.take('SET')) return { kind: 'unknown' }
  reader.take('SESSION')
  if (!reader.take('SEARCH_PATH') || !(reader.take('TO') || reader.take('='))) return { kind: 'unknown' }
  const named = reader.named()
  if (named === undefined || named.schema !== undefined || !reader.done || named.name === 'default') return { kind: 'unknown' }
  return { kind: 'said', schema: named.name }
}
