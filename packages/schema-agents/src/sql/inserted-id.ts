// Owns: the number that the database gave to a new row.
// Must not know: tables.

import { first, type Handle } from './handle.ts'
import { integer } from './kind.ts'
import type { Part } from './part.ts'
import { type Query, sql } from './query.ts'
import { computed, differing } from './table.ts'

/** Stands at the end of an `INSERT`. MySQL has nothing of the kind, and says it afterwards. */
export const returningId: Part = differing({ sqlite: 'RETURNING id', postgres: 'RETURNING id', mysql: '' })

const lastInserted = sql`SELECT ${computed('id', integer, 'LAST_INSERT_ID()')}`

/** Runs an `INSERT` of one row that ends in `returningId`. */
export async function insertedId<Params>(on: Handle, insert: Query<Params, unknown>, params: Params): Promise<number> {
  const statement = insert.bind(on.place, params)
  const { rows } = await on.run(statement.text, statement.params)
  const id = rows[0]?.['id'] ?? (await first(on, lastInserted, {}))?.id
  if (typeof id !== 'number') throw new Error('The database inserted a row and gave it no id.')
  return id
}
