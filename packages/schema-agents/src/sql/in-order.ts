// Owns: the order by what an index has as its last column: a number that grows over a whole table, or a moment that may be null.
// Must not know: tables.

import type { Part } from './part.ts'
import type { ScriptWords } from './script.ts'
import { differing } from './table.ts'

/**
 * Behind the number in `ORDER BY`. PostgreSQL could read this order from the table's key too, and does where it takes a session for a
 * frequent one: if that session is old, it then looks at every row that came since. Naming a place for nulls, of which a number has
 * none, leaves it only the index that `growing` made. Where there are some they are below everything, as the others have it.
 */
export const forwards: Part = differing({ sqlite: 'ASC', postgres: 'ASC NULLS FIRST', mysql: 'ASC' })
export const backwards: Part = differing({ sqlite: 'DESC', postgres: 'DESC NULLS LAST', mysql: 'DESC' })

/** The number as the last column of such an index. */
export function growing({ dialect }: ScriptWords, column: string): string {
  return dialect === 'postgres' ? `${column} NULLS FIRST` : column
}
