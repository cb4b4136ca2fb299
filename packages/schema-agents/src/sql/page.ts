// Owns: what a list is asked for and what it answers with.
// Must not know: what is listed.

/** A part of a list that is counted through. What others insert meanwhile moves it; the list's page, where offered, is not moved. */
export interface Window {
  /** @defaultValue 50 */
  readonly limit?: number
  /** @defaultValue 0 */
  readonly offset?: number
}

export interface Listed<Row> {
  readonly rows: readonly Row[]
  /** How many there are without `limit` and `offset`. */
  readonly total: number
}

/** A part of a list that is gone through from one page to the next: what others insert or delete meanwhile moves nothing. */
export interface Onward {
  /** From 1: a page without rows would not get on. @defaultValue 50 */
  readonly limit?: number
  /** The `next` of the page before. @defaultValue null, the beginning of the list */
  readonly after?: string | null
}

export interface Page<Row> {
  readonly rows: readonly Row[]
  /** For `after`. Null where nothing comes behind this page. */
  readonly next: string | null
}

export function windowOf({ limit = 50, offset = 0 }: Window): Required<Window> {
  return { limit, offset }
}
