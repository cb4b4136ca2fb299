// Owns: what a statement knows of where it stands.
// Must not know: why anybody asks.

import type { Place } from '../model/problem.ts'
import type { Statement } from '../model/statement.ts'

export function placeOf({ file, line, column, text }: Statement): Place {
  return { file, line, column, text }
}
