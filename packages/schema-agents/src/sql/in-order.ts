// Owns: the order by a number that grows over a whole table, where a part of the table has an index of its own.
// Must not know: tables.

import type { Part } from './part.ts'
import type { ScriptWords } from './script.ts'
import { differing } from './table.ts'

/**
 * Behind the number in `ORDER BY`. PostgreSQL could read this order from the table's key too, and does where it takes a session for a
 * frequent one: if that session is old, it then looks at every row that came since. There are no nulls; naming a place for them leaves
 * it only the index that `growing` made.
 */
export const forwards: Part = differing({ sqlite: 'ASC', postgres: 'ASC NULLS FIRST', mysql: 'ASC' })
export const backwards: Part = differing({ sqlite: 'DESC', postgres: 'DESC NULLS LAST', mysql: 'DESC' })

/** The number as the last column of such an index. */
export function growing({ dialect }: ScriptWords, column: string): string {
  return dialect === 'postgres' ? `${column} NULLS FIRST` : column
}
