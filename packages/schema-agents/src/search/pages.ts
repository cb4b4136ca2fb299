// Owns: the statements that read a page of rows, newest first: those that an index names for its words, or those that are there.
// Must not know: whether a row has the words.

import type { DialectFamily } from '@godwit/core'
import { byIndex } from '../sql/by-index.ts'
import { amount, integer, text } from '../sql/kind.ts'
import type { Part } from '../sql/part.ts'
import { type Place, tableName } from '../sql/place.ts'
import { type Query, sql } from '../sql/query.ts'
import { type Columns, type OutOf, selected, slot, type Table } from '../sql/table.ts'
import { indexExpression, isKnown } from './index-terms.ts'
import type { Scope } from './scope.ts'
import type { Searched } from './search-index.ts'

export interface Searchable<Of extends Columns> {
  readonly index: Searched
  readonly table: Table<Of>
  /** What is read of a row. */
  textOf(row: OutOf<Of>): string
  /** What may stand directly in front of a word in the column and does not belong to it, such as the `n` of a `\n` in JSON. */
  readonly heads?: readonly string[]
}

/** A row with the number that its table's key is for the search. */
export type Positioned<Row> = Row & { readonly found_at: number }

/** Of the rows below `before`. */
export type PageQuery<Of extends Columns> = Query<object, Positioned<OutOf<Of>>>

/** Where a row stands: `found_at`, and what is ordered by. */
interface Position {
  readonly key: (place: Place) => string
  readonly ordered: Part
}

/** What the index is asked. */
export function byTerms<Of extends Columns>(
  dialect: DialectFamily,
  { index, table, heads = [] }: Searchable<Of>,
  terms: readonly string[],
  scope: Scope<never>,
): { readonly query: PageQuery<Of>; readonly params: { readonly expression: string } } {
  const query = page(table, fromIndex(index), positionInIndex(index), scope)
  return { query, params: { expression: indexExpression(dialect, terms, heads) } }
}

/** All there are in the scope, in the order of an index. */
export function byRows<Of extends Columns>({ index, table }: Searchable<Of>, scope: Scope<never>): PageQuery<Of> {
  return page(table, fromRows(index, scope, []), positionInRows(index, scope), scope)
}

/**
 * The same with those left out that MySQL knows not to have the words, since it compares letters there as it does in the index. The
 * others can not.
 */
export function byLikeness<Of extends Columns>(
  dialect: DialectFamily,
  { index, table }: Searchable<Of>,
  words: ReadonlySet<string>,
  scope: Scope<never>,
): PageQuery<Of> {
  const likes = dialect === 'mysql' ? [...words].filter(isKnown) : []
  return page(table, fromRows(index, scope, likes), positionInRows(index, scope), scope)
}

/** Whether the scope has more than `offset` rows below `before`: a row where it has. */
export function oneMore<Of extends Columns>({ index }: Searchable<Of>, scope: Scope<never>): Query<object, unknown> {
  const { key, ordered } = positionInRows(index, scope)
  return sql`SELECT 1 ${fromRows(index, scope, [])} AND ${written(key)} < ${slot('before', integer)} ${conditionOf(scope)}
    ORDER BY ${ordered} LIMIT 1 OFFSET ${slot('offset', amount)}` as Query<object, unknown>
}

function page<Of extends Columns>(table: Table<Of>, from: Part<never>, { key, ordered }: Position, scope: Scope<never>): PageQuery<Of> {
  const position: Part<unknown, { readonly found_at: number }> = {
    write: (writer) => writer.select('found_at', key(writer.place), integer),
  }
  return sql`SELECT ${selected(table, 'm')}, ${position} ${from} AND ${written(key)} < ${slot('before', integer)} ${conditionOf(scope)}
    ORDER BY ${ordered} LIMIT ${slot('limit', amount)}` as PageQuery<Of>
}

function conditionOf(scope: Scope<never>): Part<never> {
  return scope.of === 'all' ? sql`` : scope.condition
}

function written(key: Position['key']): Part {
  return { write: (writer) => writer.text(key(writer.place)) }
}

function positionInRows(index: Searched, scope: Scope<never>): Position {
  const key: Position['key'] = ({ dialect }) => `m.${index.key[dialect]}`
  return { key, ordered: sql`${written(key)} ${scope.of === 'session' ? scope.descending : sql`DESC`}` }
}

/**
 * FTS5 reads its own rows in either order; sorted by the table's key, all would be read before the first. PostgreSQL is kept from
 * reading the table backwards instead, which splits every text into words again until enough are found: an expression has no index.
 */
function positionInIndex(index: Searched): Position {
  const key: Position['key'] = (place) =>
    place.dialect === 'sqlite' ? `${tableName(place, index.name)}.rowid` : `m.${index.key[place.dialect]}`
  return { key, ordered: { write: ({ place, text }) => text(`${key(place)}${place.dialect === 'postgres' ? ' + 0' : ''} DESC`) } }
}

/** From the index to the rows, and never the other way round. */
function fromIndex({ name, table, key, column }: Searched): Part<{ readonly expression: string }> {
  return {
    write(writer) {
      const of = tableName(writer.place, table)
      const index = tableName(writer.place, name)
      const [before, after] = {
        sqlite: [`FROM ${index} CROSS JOIN ${of} m ON m.${key.sqlite} = ${index}.rowid WHERE ${index} MATCH `, ''],
        postgres: [`FROM ${of} m WHERE to_tsvector('simple', ${index}_text(m.${column})) @@ to_tsquery('simple', `, ')'],
        mysql: [`FROM ${of} m WHERE MATCH(m.${column}) AGAINST (`, ' IN BOOLEAN MODE)'],
      }[writer.place.dialect]
      writer.text(before ?? '')
      writer.bind('expression', text)
      writer.text(after ?? '')
    },
  }
}

function fromRows({ table, column }: Searched, scope: Scope<never>, words: readonly string[]): Part {
  return {
    write(writer) {
      writer.text(`FROM ${tableName(writer.place, table)} m `)
      if (scope.of === 'session') byIndex(scope.index).write(writer)
      writer.text(' WHERE TRUE')
      // Of letters, digits and `_` only.
      for (const word of words) writer.text(` AND m.${column} LIKE '%${word.replaceAll('_', '!_')}%' ESCAPE '!'`)
    },
  }
}
