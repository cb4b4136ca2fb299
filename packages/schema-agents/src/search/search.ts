// Owns: rows of a table by the words in them, the same ones on every engine.
// Must not know: which table.

import type { DialectFamily } from '@godwit/core'
import { all, first, type Handle } from '../sql/handle.ts'
import { amount, integer, text } from '../sql/kind.ts'
import type { Part } from '../sql/part.ts'
import { type Place, tableName } from '../sql/place.ts'
import { type Query, sql } from '../sql/query.ts'
import { type Columns, computed, type OutOf, selected, slot, type Table } from '../sql/table.ts'
import { ANY_SIZE, indexExpression, indexTerms, isKnown, type TermSize } from './index-terms.ts'
import type { Searched } from './search-index.ts'
import { hasWords, wordsOf } from './words.ts'

export interface Found {
  /** @defaultValue 50 */
  readonly limit?: number
  /** Only rows that came before: the key of the last one of the page before. */
  readonly before?: number
}

export interface Searchable<Of extends Columns> {
  readonly index: Searched
  readonly table: Table<Of>
  /** What is read of a row. */
  textOf(row: OutOf<Of>): string
  /** What may stand directly in front of a word in the column and does not belong to it, such as the `n` of a `\n` in JSON. */
  readonly heads?: readonly string[]
}

/** A row with the number that its table's key is for the search. */
type Positioned<Row> = Row & { readonly found_at: number }

type KeyAt = (place: Place) => string

const SMALLEST_PAGE = 20
const LARGEST_PAGE = 500

/**
 * The newest first. The index says which rows may have the words; each is then read here, so that no engine's idea of a word decides.
 * Where it knows none of them, the rows themselves are gone through. `scope`: a condition on the table `m`, with `AND` in front.
 */
export async function search<Of extends Columns, Scope>(
  on: Handle,
  searchable: Searchable<Of>,
  given: string,
  scope: Part<Scope>,
  of: Scope,
  { limit = 50, before = Number.MAX_SAFE_INTEGER }: Found,
): Promise<readonly OutOf<Of>[]> {
  amount.encode(limit, 'limit')
  integer.encode(before, 'before')
  text.encode(given, 'words')
  const words = wordsOf(given)
  if (words.size === 0 || limit === 0) return []
  const terms = indexTerms(on.place.dialect, words, await sizeOn(on))
  const byTerms = terms.length > 0
  const { query, params } = byTerms
    ? searchQuery(on.place.dialect, searchable, terms, scope)
    : { query: readQuery(on.place.dialect, searchable, words, scope), params: {} }
  const page = byTerms ? Math.min(Math.max(limit, SMALLEST_PAGE), LARGEST_PAGE) : LARGEST_PAGE
  const found: OutOf<Of>[] = []
  for (let below = before; ;) {
    const read = await all(on, query, { ...of, ...params, before: below, limit: page })
    for (const { found_at: _, ...rest } of read) {
      const row = rest as unknown as OutOf<Of>
      if (!hasWords(searchable.textOf(row), words)) continue
      found.push(row)
      if (found.length === limit) return found
    }
    const last = read.at(-1)
    if (last === undefined || read.length < page) return found
    below = last.found_at
  }
}

/** What the index is asked. */
export function searchQuery<Of extends Columns>(
  dialect: DialectFamily,
  { index, table, heads = [] }: Searchable<Of>,
  terms: readonly string[],
  scope: Part<never> = { write: () => undefined },
): { readonly query: Query<object, Positioned<OutOf<Of>>>; readonly params: { readonly expression: string } } {
  return { query: page(table, byIndex(index), keyInIndex(index), scope), params: { expression: indexExpression(dialect, terms, heads) } }
}

/** MySQL compares letters as it does in the index, so that it can leave rows out; the others can not. */
function readQuery<Of extends Columns>(
  dialect: DialectFamily,
  { index, table }: Searchable<Of>,
  words: ReadonlySet<string>,
  scope: Part<never>,
): Query<object, Positioned<OutOf<Of>>> {
  const likes = dialect === 'mysql' ? [...words].filter(isKnown) : []
  return page(table, byRows(index, likes), keyOf(index), scope)
}

function page<Of extends Columns>(table: Table<Of>, by: Part<never>, key: KeyAt, scope: Part<never>): Query<object, Positioned<OutOf<Of>>> {
  const position: Part<unknown, { readonly found_at: number }> = {
    write: (writer) => writer.select('found_at', key(writer.place), integer),
  }
  const ordered: Part = { write: (writer) => writer.text(key(writer.place)) }
  return sql`SELECT ${selected(table, 'm')}, ${position} ${by} AND ${ordered} < ${slot('before', integer)} ${scope}
    ORDER BY ${ordered} DESC LIMIT ${slot('limit', amount)}` as Query<object, Positioned<OutOf<Of>>>
}

function keyOf({ key }: Searched): KeyAt {
  return ({ dialect }) => `m.${key[dialect]}`
}

/** FTS5 reads its own rows in either order; sorted by the table's key, all would be read before the first. */
function keyInIndex(index: Searched): KeyAt {
  return (place) => (place.dialect === 'sqlite' ? `${tableName(place, index.name)}.rowid` : keyOf(index)(place))
}

/** From the index to the rows, and never the other way round. */
function byIndex({ name, table, key, column }: Searched): Part<{ readonly expression: string }> {
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

function byRows({ table, column }: Searched, words: readonly string[]): Part {
  return {
    write(writer) {
      writer.text(`FROM ${tableName(writer.place, table)} m WHERE TRUE`)
      // Of letters, digits and `_` only.
      for (const word of words) writer.text(` AND m.${column} LIKE '%${word.replaceAll('_', '!_')}%' ESCAPE '!'`)
    },
  }
}

const sizes = sql`SELECT ${computed('least', integer, '@@innodb_ft_min_token_size')}, ${computed('most', integer, '@@innodb_ft_max_token_size')}`

async function sizeOn(on: Handle): Promise<TermSize> {
  return on.place.dialect === 'mysql' ? ((await first(on, sizes, {})) ?? ANY_SIZE) : ANY_SIZE
}
