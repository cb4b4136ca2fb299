// Owns: which columns the bookkeeping tables have in a database, asked in one query, and which of the tables beside the history is not ours.
// Must not know: sessions, what is done about a table that is another's.

import type { Dialect } from '../../model/dialect.ts'
import type { Row } from '../../model/driver.ts'
import type { Tables } from './tables.ts'

export type Part = Exclude<keyof Tables, 'schema' | 'home'>

/** By what each is called; empty where there is no such table. */
export type ColumnsByPart = Readonly<Record<Part, readonly string[]>>

const PARTS = ['history', 'lease', 'step'] as const satisfies readonly Part[]

/** What is read and written by name in every version. */
export const NEEDED: Readonly<Record<Exclude<Part, 'history'>, readonly string[]>> = {
  lease: ['name', 'token', 'owner', 'expires_at', 'layout'],
  step: ['line', 'id', 'seq', 'n', 'name', 'checksum', 'state', 'token'],
}

/** Query: rows of `{ part, name }`. */
export function columnsOfParts({ columns }: Dialect, tables: Tables): string {
  return PARTS.map((part) => `SELECT '${part}' AS part, name FROM (${columns(tables[part], tables.home)}) AS of_${part}`).join(
    ' UNION ALL ',
  )
}

export function columnsByPart(rows: readonly Row[]): ColumnsByPart {
  const of = (part: Part): readonly string[] => rows.filter((row) => row['part'] === part).map(({ name }) => String(name))
  return { history: of('history'), lease: of('lease'), step: of('step') }
}

/** One that has the name and not the columns: `CREATE TABLE IF NOT EXISTS` would pass over it. */
export function foreignPart(found: ColumnsByPart): Exclude<Part, 'history'> | undefined {
  return (['lease', 'step'] as const).find((part) => {
    const present = new Set(found[part].map((column) => column.toLowerCase()))
    return present.size > 0 && !NEEDED[part].every((column) => present.has(column))
  })
}
