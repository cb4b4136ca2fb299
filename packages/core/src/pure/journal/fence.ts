// Owns: the expression that keeps a superseded owner from writing.
// Must not know: which row it guards.

import type { Dialect } from '../../model/dialect.ts'

/**
 * NULL once the token is not the lease's any more, and the column is NOT NULL: the database itself refuses the row. `lease`: the table,
 * as a statement names it. `begin`: also once the owner was told to stop, for what may not begin any more; `end`: for what says that
 * something is over.
 */
export function fence(
  { literal }: Pick<Dialect, 'literal'>,
  lease: string,
  line: string,
  token: number | undefined,
  what: 'begin' | 'end',
): string {
  if (token === undefined) return literal(0)
  const halted = what === 'begin' ? ' AND halted = 0' : ''
  return `(SELECT token FROM ${lease} WHERE name = ${literal(line)} AND token = ${literal(token)}${halted})`
}

/** Condition: the lease is still this token's. For what changes or deletes a row: there a NULL would be stored as 0 by some. */
export function fenced({ literal }: Pick<Dialect, 'literal'>, lease: string, line: string, token: number | undefined): string {
  if (token === undefined) return ''
  return ` AND EXISTS (SELECT 1 FROM ${lease} WHERE name = ${literal(line)} AND token = ${literal(token)})`
}
