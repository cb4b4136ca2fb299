// Owns: many rows in few statements, and the numbers that the database gave them.
// Must not know: which tables there are.

import type { SqlValue } from '@godwit/core'
import { all, type Handle } from './handle.ts'
import { returningId } from './inserted-id.ts'
import { integer } from './kind.ts'
import type { Part } from './part.ts'
import { type Query, sql } from './query.ts'
import { type Columns, computed, type InOf, into, type Table } from './table.ts'

/** Of one statement. SQLite takes 32 766, the others 65 535. */
const MOST_PARAMETERS = 32_766
/** Characters of one statement's texts: written as bytes in hexadecimal, which some need to be, they still fit into a megabyte. */
const MOST_TEXT = 131_072

/**
 * `(on, rows) => ids`: inserts in the given order, inside of a transaction, and returns the rows' numbers in that order. The table's `id`
 * is a `serial`. Every engine numbers the rows of one statement in the order in which they stand in it; in which order they are given
 * back, none of them promises.
 */
export function insertingMany<Of extends Columns, Name extends keyof Of & string>(
  of: Table<Of>,
  ...names: readonly Name[]
): (on: Handle, rows: readonly InOf<Pick<Of, Name>>[]) => Promise<readonly number[]> {
  // Of the last length: who appends much does so in pieces of one length.
  let kept = { length: 1, insert: insertOf(of, names, 1) }
  const inserting = (length: number): Query<unknown, unknown> => {
    if (kept.length !== length) kept = { length, insert: insertOf(of, names, length) }
    return kept.insert
  }
  return async (on, rows) => {
    const ids: number[] = []
    for (const piece of pieces(encoded(of, names, rows))) {
      const { rows: given } = await on.run(inserting(piece.length).text(on.place), piece.flat())
      const numbers = on.place.dialect === 'mysql' ? await numbered(on, piece.length) : given.map(({ id }) => Number(id))
      if (numbers.length !== piece.length) throw new Error(`The database was given ${piece.length} rows and numbered ${numbers.length}.`)
      ids.push(...numbers.toSorted((a, b) => a - b))
    }
    return ids
  }
}

function insertOf<Of extends Columns>(of: Table<Of>, names: readonly (keyof Of & string)[], length: number): Query<unknown, unknown> {
  const rows: Part = {
    write(writer) {
      for (let row = 0; row < length; row++) {
        for (const [column, name] of names.entries()) {
          writer.text(column > 0 ? ', ' : row > 0 ? '), (' : '(')
          writer.bind(name, of.columns[name] as Parameters<typeof writer.bind>[1])
        }
      }
      writer.text(')')
    },
  }
  return sql`INSERT INTO ${of} (${into(of, ...names)}) VALUES ${rows} ${returningId}`
}

/** What a row has in common with the one before it, a session and a moment say, is written once. */
function encoded<Of extends Columns, Name extends keyof Of & string>(
  of: Table<Of>,
  names: readonly Name[],
  rows: readonly InOf<Pick<Of, Name>>[],
): readonly (readonly SqlValue[])[] {
  const all: (readonly SqlValue[])[] = []
  for (const [n, row] of rows.entries()) {
    const [before, written] = [rows[n - 1], all[n - 1]]
    all.push(
      names.map((name, column) => {
        const value = row[name]
        if (before !== undefined && before[name] === value) return written?.[column] ?? null
        return of.columns[name]?.encode(value, name) ?? null
      }),
    )
  }
  return all
}

function* pieces(rows: readonly (readonly SqlValue[])[]): Generator<readonly (readonly SqlValue[])[]> {
  let piece: (readonly SqlValue[])[] = []
  let text = 0
  for (const row of rows) {
    const own = row.reduce<number>((sum, value) => sum + (typeof value === 'string' ? value.length : 8), 0)
    if (piece.length > 0 && ((piece.length + 1) * row.length > MOST_PARAMETERS || text + own > MOST_TEXT)) {
      yield piece
      piece = []
      text = 0
    }
    piece.push(row)
    text += own
  }
  if (piece.length > 0) yield piece
}

const lastInserted = sql`SELECT ${computed('first', integer, 'LAST_INSERT_ID()')}, ${computed('step', integer, '@@auto_increment_increment')}`

/** InnoDB takes the numbers of one statement's rows at once, in every mode of its lock, so that no other writer's lie in between. */
async function numbered(on: Handle, length: number): Promise<readonly number[]> {
  const [last] = await all(on, lastInserted, {})
  return last === undefined ? [] : Array.from({ length }, (_, n) => last.first + n * last.step)
}
