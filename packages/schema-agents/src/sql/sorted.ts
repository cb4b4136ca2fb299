// Owns: in which direction a list goes.
// Must not know: what is listed.

import { backwards, forwards } from './in-order.ts'
import type { Part } from './part.ts'
import type { PerDialect } from './place.ts'
import { differing } from './table.ts'
import { type Direction, DOWN, UP } from './walk.ts'

export type Sort = 'asc' | 'desc'

/** As `forwards` and `backwards`. Throws `TypeError` on a direction that is none. */
export function direction(sort: Sort): Part {
  switch (sort) {
    case 'asc':
      return forwards
    case 'desc':
      return backwards
    default:
      return refused(sort)
  }
}

/** The directions of a list's pages. Throws `TypeError` on a direction that is none. */
export function goingBy(sort: Sort): Direction {
  switch (sort) {
    case 'asc':
      return UP
    case 'desc':
      return DOWN
    default:
      return refused(sort)
  }
}

/** By an index that `growing` made, and by no other. */
export function goingByGrowing(sort: Sort): Direction {
  return { ...goingBy(sort), ordered: direction(sort) }
}

function refused(sort: never): never {
  throw new TypeError(`sort takes asc or desc, not ${JSON.stringify(sort)}.`)
}

/** Behind a text that is ordered by: by its code points, as SQLite and our columns on MySQL do. PostgreSQL asks its locale otherwise. */
export const byCodePoint: Part = differing({ sqlite: '', postgres: 'COLLATE "C"', mysql: '' })

/** The same with its column. */
export function codePoints(column: string): PerDialect<string> {
  return { sqlite: column, postgres: `${column} COLLATE "C"`, mysql: column }
}
