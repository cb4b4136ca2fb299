// Owns: the row that several want to make and one makes.
// Must not know: tables.

import { change, first, type Handle } from './handle.ts'
import type { Part } from './part.ts'
import { type Query, sql } from './query.ts'
import { differing } from './table.ts'

export interface Once<Params, Out> {
  /** An `INSERT`, as it is. */
  readonly insert: Query<Params, unknown>
  /** The row by the key that is meant, with `locked`: what another has just committed is seen, and stays as it is. */
  readonly there: Query<Params, Out>
}

/** Whatever unique index is in the way: the others make of two clashes at once an error, where only one of the keys is named. */
const unlessTaken: Part = differing({
  sqlite: 'ON CONFLICT DO NOTHING',
  postgres: 'ON CONFLICT DO NOTHING',
  mysql: 'ON DUPLICATE KEY UPDATE id = id',
})

/**
 * The row that is there, made by this call or by another's; the table has a column `id`. Inside of a transaction. What is read of it
 * later must be `locked` too: on MySQL a transaction that has read before does not see otherwise what another has inserted since.
 *
 * Where nothing was inserted and no row is there, another row has one of the values that must be unique: the statement is run as it is
 * then, and the database says so in its own words.
 */
export async function insertOnce<Params, Out>(on: Handle, { insert, there }: Once<Params, Out>, row: Params): Promise<Out> {
  await change(on, sql`${insert} ${unlessTaken}`, row)
  const found = await first(on, there, row)
  if (found !== null) return found
  await change(on, insert, row)
  const made = await first(on, there, row)
  if (made === null) throw new Error('The database inserted a row and does not find it.')
  return made
}
