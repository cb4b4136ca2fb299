// Owns: what no type checker stood in the way of: fields of a migration that hold something else than they can.
// Must not know: where the migration comes from, what its scripts say.

import type { VariantName } from '../../model/migration.ts'
import { nearest } from './nearest.ts'

/** Those of a migration, whoever wrote them. */
export type Fields = Readonly<Record<string, unknown>>

/** Why it cannot be used, without a capital and a full stop: whoever asks puts the migration in front. */
export function misshapen({ up, down, transaction, foreignKeys, check }: Fields): string | undefined {
  const problem = scriptProblem('up', up) ?? (down === undefined ? undefined : scriptProblem('down', down))
  if (problem !== undefined) return problem
  if (transaction !== undefined && transaction !== 'auto' && transaction !== 'forbidden')
    return "its `transaction` is neither 'auto' nor 'forbidden'"
  if (foreignKeys !== undefined && foreignKeys !== 'enforced' && foreignKeys !== 'suspended')
    return "its `foreignKeys` is neither 'enforced' nor 'suspended'"
  return check === undefined ? undefined : checkProblem(check)
}

function scriptProblem(name: 'up' | 'down', script: unknown): string | undefined {
  if (typeof script === 'function') {
    return `its \`${name}\` is a function; write \`${name}: code('1', ${name})\` with \`code\` of @godwit/core, so that its revision stands for it`
  }
  if (typeof script === 'string') return `its \`${name}\` is a text; write a list of texts, [\`…\`]`
  if (Array.isArray(script)) return script.every(isPiece) ? undefined : `its \`${name}\` is a list with something else than SQL in it`
  if (!isObject(script)) return `its \`${name}\` is not a script`
  if ('kind' in script) {
    const isCode = script['kind'] === 'code' || script['kind'] === 'steps'
    return isCode && typeof script['revision'] === 'string' && typeof script['run'] === 'function'
      ? undefined
      : `its \`${name}\` has no revision or no function to run`
  }
  const wrong = Object.entries(script).find(([, variant]) => variant !== undefined && !(Array.isArray(variant) && variant.every(isPiece)))
  return wrong === undefined ? unknownVariant(name, script) : `its \`${name}.${wrong[0]}\` is not a list of SQL texts`
}

function checkProblem(check: unknown): string | undefined {
  if (isQuery(check)) return undefined
  if (!isObject(check) || Array.isArray(check)) return 'its `check` is not a query'
  const wrong = Object.entries(check).find(([, query]) => query !== undefined && !isQuery(query))
  return wrong === undefined ? unknownVariant('check', check) : `its \`check.${wrong[0]}\` is not a query`
}

const VARIANTS: { readonly [name in VariantName]: true } = {
  sqlite: true,
  postgres: true,
  mysql: true,
  libsql: true,
  mariadb: true,
  cockroach: true,
  yugabyte: true,
  tidb: true,
  any: true,
}

/** It would be passed over for ever. */
function unknownVariant(field: string, variants: Fields): string | undefined {
  const unknown = Object.keys(variants).find((name) => !Object.hasOwn(VARIANTS, name))
  if (unknown === undefined) return undefined
  const meant = nearest(unknown, Object.keys(VARIANTS))
  return `its \`${field}.${unknown}\` is for no engine${meant === undefined ? '' : `; did you mean '${meant}'?`}`
}

function isQuery(query: unknown): boolean {
  return typeof query === 'string' && query.trim() !== ''
}

function isPiece(piece: unknown): boolean {
  return typeof piece === 'string' || (isObject(piece) && typeof piece['text'] === 'string')
}

export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null
}
