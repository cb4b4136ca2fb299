// Owns: rows of a table by the words in them, the same ones on every engine.
// Must not know: which table, statements.

import { all, first, type Handle } from '../sql/handle.ts'
import { amount, assertText, integer } from '../sql/kind.ts'
import { sql } from '../sql/query.ts'
import { type Columns, computed, type OutOf } from '../sql/table.ts'
import { ANY_SIZE, indexTerms, type TermSize } from './index-terms.ts'
import { byLikeness, byRows, byTerms, oneMore, type PageQuery, type Searchable } from './pages.ts'
import type { Scope } from './scope.ts'
import { hasWords, wordsOf } from './words.ts'

export interface Found {
  /** @defaultValue 50 */
  readonly limit?: number
  /** Only rows that came before: the key of the last one of the page before. */
  readonly before?: number
}

/** Pages of rows that may have the words. */
interface Source<Of extends Columns> {
  readonly query: PageQuery<Of>
  readonly params: object
  size(read: number): number
  /** Whether to go on below `below`, when `hits` of `read` rows had the words, or to leave the rest to the next source. */
  goesOn(read: number, hits: number, below: number): Promise<boolean>
}

const SMALLEST_PAGE = 20
const LARGEST_PAGE = 500
/** So many of the newest rows are looked at before an index is asked. */
export const NEWEST = 200
/** And so many at the most. */
export const MOST_LOOKED_AT = 5_000

/**
 * The newest first. The index says which rows may have the words; each is then read here, so that no engine's idea of a word decides.
 * Where it knows none of them, the rows themselves are gone through. An index of PostgreSQL or MySQL has to find all rows before the
 * first is known to be the newest, so that a word that many have is looked for among the newest first, and so is any in a session:
 * the index knows nothing of sessions. What is found is the same.
 */
export async function search<Of extends Columns, Params>(
  on: Handle,
  searchable: Searchable<Of>,
  given: string,
  scope: Scope<Params>,
  of: Params,
  { limit = 50, before = Number.MAX_SAFE_INTEGER }: Found,
): Promise<readonly OutOf<Of>[]> {
  amount.encode(limit, 'limit')
  integer.encode(before, 'before')
  assertText(given, 'words')
  const words = wordsOf(given)
  if (words.size === 0 || limit === 0) return []
  const found: OutOf<Of>[] = []
  let below = before
  for (const { query, params, size, goesOn } of await sources(on, searchable, words, scope, of, limit)) {
    for (let read = 0; ;) {
      const page = size(read)
      const rows = await all(on, query, { ...of, ...params, before: below, limit: page })
      for (const { found_at: _, ...rest } of rows) {
        const row = rest as unknown as OutOf<Of>
        if (!hasWords(searchable.textOf(row), words)) continue
        found.push(row)
        if (found.length === limit) return found
      }
      const last = rows.at(-1)
      if (last === undefined || rows.length < page) return found
      below = last.found_at
      read += rows.length
      if (!(await goesOn(read, found.length, below))) break
    }
  }
  return found
}

/** One after the other: each begins where the one before was left, and the last goes on to the end. */
async function sources<Of extends Columns, Params>(
  on: Handle,
  searchable: Searchable<Of>,
  words: ReadonlySet<string>,
  scope: Scope<Params>,
  of: Params,
  limit: number,
): Promise<readonly Source<Of>[]> {
  const { dialect } = on.place
  const terms = indexTerms(dialect, words, await sizeOn(on))
  const toTheEnd = async (): Promise<boolean> => true
  if (terms.length === 0) {
    return [{ query: byLikeness(dialect, searchable, words, scope), params: {}, size: () => LARGEST_PAGE, goesOn: toTheEnd }]
  }
  const size = (): number => Math.min(Math.max(limit, SMALLEST_PAGE), LARGEST_PAGE)
  const index = { ...byTerms(dialect, searchable, terms, scope), size, goesOn: toTheEnd }
  const newest: Source<Of> = {
    query: byRows(searchable, scope),
    params: {},
    size: (read) => (read === 0 ? NEWEST : LARGEST_PAGE),
    async goesOn(read, hits, below) {
      if (read >= MOST_LOOKED_AT) return false
      if (hits * MOST_LOOKED_AT >= limit * read) return true
      if (scope.of !== 'session') return false
      return (await first(on, oneMore(searchable, scope), { ...of, before: below, offset: MOST_LOOKED_AT - read })) === null
    },
  }
  switch (scope.of) {
    case 'all':
      return dialect === 'sqlite' ? [index] : [newest, index]
    case 'session':
      return [newest, index]
    case 'some':
      return [index]
    default:
      return scope satisfies never
  }
}

const sizes = sql`SELECT ${computed('least', integer, '@@innodb_ft_min_token_size')}, ${computed('most', integer, '@@innodb_ft_max_token_size')}`

async function sizeOn(on: Handle): Promise<TermSize> {
  return on.place.dialect === 'mysql' ? ((await first(on, sizes, {})) ?? ANY_SIZE) : ANY_SIZE
}
