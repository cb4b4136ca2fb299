// Owns: the expression that keeps a superseded owner from writing.
// Must not know: which row it guards.

import type { Dialect } from '../model/dialect.ts'

/** NULL once the token is not the lease's any more, and the column is NOT NULL: the database itself refuses the row. */
export function fence(
  { identifier, literal }: Pick<Dialect, 'identifier' | 'literal'>,
  lease: string,
  line: string,
  token: number | undefined,
): string {
  if (token === undefined) return literal(0)
  return `(SELECT token FROM ${identifier(lease)} WHERE name = ${literal(line)} AND token = ${literal(token)})`
}
