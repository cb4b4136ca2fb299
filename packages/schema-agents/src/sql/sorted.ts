// Owns: in which direction a list goes.
// Must not know: what is listed.

import { backwards, forwards } from './in-order.ts'
import type { Part } from './part.ts'
import { differing } from './table.ts'

export type Sort = 'asc' | 'desc'

const WRITTEN: Readonly<Record<Sort, string>> = { asc: 'ASC', desc: 'DESC' }

/** `ORDER BY a DESC, b DESC`. `columns`: of this package. Throws `TypeError` on a direction that is none. */
export function sorted(sort: Sort, ...columns: readonly string[]): Part {
  if (!Object.hasOwn(WRITTEN, sort)) throw new TypeError('sort takes asc or desc.')
  return { write: (writer) => writer.text(`ORDER BY ${columns.map((column) => `${column} ${WRITTEN[sort]}`).join(', ')}`) }
}

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

function refused(sort: never): never {
  throw new TypeError(`sort takes asc or desc, not ${JSON.stringify(sort)}.`)
}

/** Behind a text that is ordered by: by its code points, as SQLite and our columns on MySQL do. PostgreSQL asks its locale otherwise. */
export const byCodePoint: Part = differing({ sqlite: '', postgres: 'COLLATE "C"', mysql: '' })
