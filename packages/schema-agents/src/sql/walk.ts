// Owns: the statement that reads a list on from where its last row stood.
// Must not know: tables, how a place is written down.

import { backwards, forwards } from './in-order.ts'
import { amount, integer } from './kind.ts'
import type { Part } from './part.ts'
import { everywhere, type PerDialect } from './place.ts'
import { type Query, sql } from './query.ts'
import { integers, type Sortable } from './sortable.ts'
import { computed, differing, slot } from './table.ts'

/** Where a row stands in a list that is in the order of a number. */
export interface ByNumber {
  readonly arrival: number
}

/** Where it stands in the order of something else; the number tells apart what is equal in that. */
export interface ByValue<Value extends string | number> extends ByNumber {
  readonly position: Value
}

export interface Limited {
  readonly limit: number
}

export interface Walk<Params, Row, Place extends ByNumber> {
  readonly list: string
  /**
   * The rows behind a place, each with its own. Its parameters end in `arrival, limit`, or in `position, arrival, position, limit`; before
   * them are those of the list.
   */
  readonly query: Query<Params & Place & Limited, Row & Place>
  /** Before all rows. */
  readonly beginning: PerDialect<Place>
}

export interface Direction {
  readonly sign: '<' | '>'
  readonly ordered: Part
}

export const UP: Direction = { sign: '>', ordered: sql`ASC` }
export const DOWN: Direction = { sign: '<', ordered: sql`DESC` }
/** The same by an index that `growing` made, and by no other. */
export const UP_GROWING: Direction = { sign: '>', ordered: forwards }
export const DOWN_GROWING: Direction = { sign: '<', ordered: backwards }

/** It may be beyond what its column holds: so is what lies behind all rows. */
const arrivalSlot = slot('arrival', integers.kind)

interface Walked<Params, Row> {
  /** Letters, digits, `_` and `.`: no other list has it. */
  readonly list: string
  readonly select: Part<unknown, Row>
  /** Up to its `WHERE`. */
  readonly from: Part
  readonly where?: Part<Params> | undefined
  readonly going: Direction
  /** No two rows have the same. */
  readonly number: PerDialect<string>
}

export function walkByNumber<Params, Row>({ list, select, from, where, going, number }: Walked<Params, Row>): Walk<Params, Row, ByNumber> {
  const own = differing(number)
  return {
    list,
    query: sql`SELECT ${select}, ${computed('arrival', integer, number)} ${from} WHERE ${alsoWhere(where)}
      ${own} ${differing(everywhere(going.sign))} ${arrivalSlot} ORDER BY ${own} ${going.ordered} LIMIT ${slot('limit', amount)}`,
    beginning: everywhere({ arrival: before(going) }),
  }
}

/** `column`: what the list is in the order of. Rows where it is null are in no page. */
export function walkByValue<Params, Row, Value extends string | number>({
  list,
  select,
  from,
  where,
  going,
  number,
  column,
  by,
}: Walked<Params, Row> & { readonly column: PerDialect<string>; readonly by: Sortable<Value> }): Walk<Params, Row, ByValue<Value>> {
  const [own, value, sign] = [differing(number), differing(column), differing(everywhere(going.sign))]
  const position = slot('position', by.kind)
  const pair = sql`(${value}, ${own}) ${sign} (${position}, ${arrivalSlot})`
  const behind: PerDialect<Part<ByValue<Value>>> = {
    // By its indexes, which end in `rowid` without naming it, it looks for the first alone.
    sqlite: sql`${pair} AND ${value} ${sign}= ${position}`,
    // Two conditions on the first would be taken for the sum of what each leaves out, and then so few rows expected that they are sorted:
    // the parameter is there to be in its place.
    postgres: sql`${pair} AND ${position} IS NOT NULL`,
    // It finds no pair in an index.
    mysql: sql`(${value} ${sign} ${position} OR ${own} ${sign} ${arrivalSlot} AND ${value} = ${position})`,
  }
  const extreme = going.sign === '>' ? by.lowest : by.highest
  const at = (of: Value): ByValue<Value> => ({ position: of, arrival: before(going) })
  return {
    list,
    query: sql`SELECT ${select}, ${computed('position', by.kind, column)}, ${computed('arrival', integer, number)} ${from}
      WHERE ${alsoWhere(where)} ${onEach(behind)} ORDER BY ${value} ${going.ordered}, ${own} ${going.ordered} LIMIT ${slot('limit', amount)}`,
    beginning: { sqlite: at(extreme.sqlite), postgres: at(extreme.postgres), mysql: at(extreme.mysql) },
  }
}

function alsoWhere<Params>(where: Part<Params> | undefined): Part<Params> {
  return where === undefined ? { write: () => undefined } : sql`${where} AND`
}

function onEach<Params>(parts: PerDialect<Part<Params>>): Part<Params> {
  return { write: (writer) => parts[writer.place.dialect].write(writer) }
}

function before({ sign }: Direction): number {
  return sign === '>' ? 0 : Number.MAX_SAFE_INTEGER
}
