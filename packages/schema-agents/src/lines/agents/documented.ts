// Owns: the type of the columns `created_at` and `updated_at` of the line `agents`, and how they stand in an index.
// Must not know: which tables have them.

import { growing } from '../../sql/in-order.ts'
import type { ScriptWords } from '../../sql/script.ts'

/**
 * On SQLite as the document has it. Its default writes another form of text than the line's queries do, so a row that was
 * inserted by hand without the column sorts before all others of its day.
 */
export function documented({ dialect, instant, now }: ScriptWords): string {
  return dialect === 'sqlite' ? 'DATETIME DEFAULT CURRENT_TIMESTAMP' : `${instant} DEFAULT ${now}`
}

/** What an index is on: lists are in the order of `created_at`, which may be null. */
export function indexed(words: ScriptWords, column: string): string {
  return column === 'created_at' ? growing(words, column) : column
}
