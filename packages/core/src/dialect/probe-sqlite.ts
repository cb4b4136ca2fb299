// Owns: how SQLite's catalogue is asked whether something is there.
// Must not know: statements, why anybody asks.

import type { Effect, EffectObject } from '../model/effect.ts'
import { standardLiteral } from './standard-literal.ts'

const text = (value: string): string => standardLiteral(value, ['', ''])

/** Of the main database only: what is attached or temporary is gone with the connection. */
export function sqliteProbe({ object }: Effect): string | undefined {
  if (object.schema !== undefined && object.schema.toLowerCase() !== 'main') return undefined
  const from = fromOf(object)
  return from === undefined ? undefined : `(SELECT CASE COUNT(*) WHEN 0 THEN 'absent' ELSE 'present' END FROM ${from})`
}

function fromOf(object: EffectObject): string | undefined {
  const named = `name = ${text(object.name)} COLLATE NOCASE`
  switch (object.kind) {
    case 'relation':
      return `sqlite_master WHERE type IN ('table', 'view') AND ${named}`
    case 'index':
    case 'trigger':
      return `sqlite_master WHERE type = '${object.kind}' AND ${named}`
    case 'column':
      return object.table === undefined ? undefined : `pragma_table_xinfo(${text(object.table)}) WHERE ${named}`
    case 'constraint':
    case 'database':
    case 'event':
    case 'label':
    case 'routine':
    case 'schema':
    case 'type':
      return undefined
    default:
      return object satisfies never
  }
}
