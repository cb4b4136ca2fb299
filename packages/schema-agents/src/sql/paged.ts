// Owns: a page of a list, and where the next one begins.
// Must not know: what is listed.

import { type At, cursorOf, placeIn } from './cursor.ts'
import { all, type Handle } from './handle.ts'
import { integer } from './kind.ts'
import type { Onward, Page } from './page.ts'
import type { ByNumber, Walk } from './walk.ts'

/** One row more is asked for than is answered: it tells whether there is a next page. */
export async function paged<Params, Row extends object, Place extends ByNumber & At>(
  on: Handle,
  { list, query, beginning }: Walk<Params, Row, Place>,
  params: Params,
  { limit = 50, after = null }: Onward,
): Promise<Page<Row>> {
  integer.encode(limit, 'limit')
  if (limit < 1) throw new TypeError(`limit takes a whole number from 1, not ${limit}.`)
  const first = beginning[on.place.dialect]
  const place = after === null ? first : (placeIn(list, after, first) as Place)
  const read = await all(on, query, { ...params, ...place, limit: Math.min(limit, Number.MAX_SAFE_INTEGER - 1) + 1 })
  const [last, more] = [read[limit - 1], read[limit]]
  return { rows: read.slice(0, limit).map(placeless), next: last === undefined || more === undefined ? null : cursorOf(list, last) }
}

/** Two lists, the second one behind the first. */
export async function pagedInTurn<Row extends object, Place extends ByNumber & At, Behind extends ByNumber & At>(
  on: Handle,
  [first, second]: readonly [Walk<unknown, Row, Place>, Walk<unknown, Row, Behind>],
  { limit = 50, after = null }: Onward,
): Promise<Page<Row>> {
  if (typeof after === 'string' && after.startsWith(`${second.list}~`)) return paged(on, second, {}, { limit, after })
  const page = await paged(on, first, {}, { limit, after })
  if (page.next !== null) return page
  const left = limit - page.rows.length
  const more = await paged(on, second, {}, { limit: Math.max(left, 1) })
  if (left > 0) return { rows: [...page.rows, ...more.rows], next: more.next }
  return { rows: page.rows, next: more.rows.length === 0 ? null : cursorOf(second.list, second.beginning[on.place.dialect]) }
}

function placeless<Row extends object>(stood: Row & At): Row {
  const { arrival: _, position: __, ...row } = stood
  return row as unknown as Row
}
