// Owns: the type of the columns `created_at` and `updated_at` of the line `agents`.
// Must not know: which tables have them.

import type { ScriptWords } from '../../sql/script.ts'

/**
 * On SQLite as the document has it. Its default writes another form of text than the line's queries do, so a row that was
 * inserted by hand without the column sorts before all others of its day.
 */
export function documented({ dialect, instant, now }: ScriptWords): string {
  return dialect === 'sqlite' ? 'DATETIME DEFAULT CURRENT_TIMESTAMP' : `${instant} DEFAULT ${now}`
}
