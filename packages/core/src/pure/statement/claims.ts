// Owns: which names a plan takes for what it makes, as far as its words tell for certain.
// Must not know: catalogues, whether the names are free.

import type { DialectFamily } from '../../model/dialect.ts'
import type { Effect, EffectObject } from '../../model/effect.ts'
import type { Step } from '../../model/plan.ts'
import type { Statement } from '../../model/statement.ts'
import { effectOf } from './effect-of.ts'

export interface Claim {
  readonly line: string
  readonly id: string
  readonly effect: Effect
  readonly statement: Statement
}

/** They make nothing and free no name. Not SELECT, whose functions may; not SET, which may say where names are looked for. */
const NEUTRAL: ReadonlySet<string> = new Set(['INSERT', 'UPDATE', 'DELETE', 'COMMENT', 'GRANT', 'ANALYZE', 'PRAGMA'])

/** Another of that name cannot be beside it; of routines it can, with other parameters. */
const ALONE: ReadonlySet<EffectObject['kind']> = new Set<EffectObject['kind']>([
  'relation',
  'index',
  'trigger',
  'type',
  'event',
  'schema',
  'database',
])

/**
 * In order, up to the first statement that may free a name: what comes behind it may be meant for that. A migration with a `check`
 * says itself when it is there already.
 */
export function claims(steps: readonly Step[], family: DialectFamily): readonly Claim[] {
  const claimed: Claim[] = []
  const tables = new Set<string>()
  for (const step of steps) {
    switch (step.kind) {
      case 'record':
        continue
      case 'code':
      case 'steps':
        return claimed
      case 'atomic':
      case 'journaled':
        break
      default:
        return step satisfies never
    }
    if (step.check !== undefined) continue
    for (const statement of step.statements) {
      const { effect, repeat } = effectOf(statement, family)
      const first = (statement.tokens[0] ?? '').toUpperCase()
      if (NEUTRAL.has(first)) continue
      if (effect === undefined) {
        if (first === 'CREATE' && repeat === 'harmless') continue
        return claimed
      }
      const { change, object } = effect
      if (change === 'vanishes') return claimed
      if (first !== 'CREATE') {
        if (object.kind === 'relation') return claimed
        continue
      }
      if (repeat === 'harmless' || !ALONE.has(object.kind)) continue
      // With its table free, what is on the table is free too.
      if ('table' in object && object.table !== undefined && tables.has(nameOf(object.schema, object.table))) continue
      if (object.kind === 'relation') tables.add(nameOf(object.schema, object.name))
      claimed.push({ line: step.line, id: step.id, effect, statement })
    }
  }
  return claimed
}

/** Not in the schema in which a statement makes what it names without one. */
export function liesElsewhere({ effect: { object } }: Claim): boolean {
  return object.schema !== undefined || object.kind === 'schema' || object.kind === 'database'
}

function nameOf(schema: string | undefined, name: string): string {
  return `${schema ?? ''}.${name}`
}
