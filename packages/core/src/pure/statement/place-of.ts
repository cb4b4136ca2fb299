// Owns: what a statement knows of where it stands.
// Must not know: why anybody asks.

import type { Place } from '../../model/problem.ts'
import type { Statement } from '../../model/statement.ts'
import { positions } from '../lexing/position.ts'

/**
 * `offset`: of something inside the statement, as the database said. Only followed into a file, whose lines can be shown;
 * without one, the place is where the text begins that is shown.
 */
export function placeOf({ file, line, column, text }: Statement, offset = 0): Place {
  if (offset <= 0 || offset > text.length || file === undefined) return { file, line, column, text }
  const inside = positions(text, line)(offset)
  return { file, line: inside.line, column: inside.line === line ? column + offset : inside.column, text }
}
