// Owns: what a list is asked for and what it answers with.
// Must not know: what is listed.

/** A part of a list that is counted through. What others insert meanwhile moves it; `after` and `before`, where offered, do not. */
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

export function windowOf({ limit = 50, offset = 0 }: Window): Required<Window> {
  return { limit, offset }
}
