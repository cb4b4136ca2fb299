// Owns: which text of a script an engine gets.
// Must not know: what the text says.

import type { Dialect } from '../../model/dialect.ts'
import type { Check, CodeScript, Script, SqlScript, StepsScript, VariantName } from '../../model/migration.ts'
import { isCode } from './registry.ts'

export type Chosen =
  | { readonly kind: 'sql'; readonly script: SqlScript }
  | CodeScript
  | StepsScript
  | { readonly kind: 'missing'; readonly present: readonly string[] }

/** Flavor before family before `any`. */
export function variant(script: Script, dialect: Dialect): Chosen {
  if (isCode(script)) return script
  if (Array.isArray(script)) return { kind: 'sql', script: script as SqlScript }
  const variants = script as { readonly [name in VariantName]?: SqlScript }
  const found = pick(variants, dialect)
  return found === undefined ? { kind: 'missing', present: Object.keys(variants) } : { kind: 'sql', script: found }
}

export function checkVariant(check: Check, dialect: Dialect): string | undefined {
  return typeof check === 'string' ? check : pick(check, dialect)
}

function pick<Value>(variants: { readonly [name in VariantName]?: Value }, { flavor, family }: Dialect): Value | undefined {
  return (flavor === undefined ? undefined : variants[flavor]) ?? variants[family] ?? variants.any
}
