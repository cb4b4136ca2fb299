// Owns: the order in which rows came, where their key is a text that does not grow.
// Must not know: tables.

import type { Part } from './part.ts'
import type { PerDialect } from './place.ts'
import { differing } from './table.ts'

/** The column that `rowNumber` made. On SQLite it costs no sort either: every index ends in it. */
export const ARRIVAL: PerDialect<string> = { sqlite: 'rowid', postgres: 'seq', mysql: 'seq' }

export const arrival: Part = differing(ARRIVAL)

/** The same of a table that has an alias. */
export function arrivalOf(alias: string): PerDialect<string> {
  return { sqlite: `${alias}.${ARRIVAL.sqlite}`, postgres: `${alias}.${ARRIVAL.postgres}`, mysql: `${alias}.${ARRIVAL.mysql}` }
}
