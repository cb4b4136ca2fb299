// Owns: that what hangs on a table of SQLite is there again after the table was made anew: indexes, triggers and views, whoever made them.
// Must not know: which tables, and what becomes of them.

import type { Executor } from '@godwit/core'

/**
 * A table takes its indexes and triggers along when it goes, and where a view or another table's trigger names it, the new one cannot be
 * renamed (https://www.sqlite.org/lang_altertable.html, section 7). So all views and triggers are taken away before `statements`, and
 * made again afterwards, with the indexes of `tables`, in the order in which they came.
 */
export async function keepingWhatHangs(sql: Executor, tables: readonly string[], statements: readonly string[]): Promise<void> {
  const { rows } = await sql.run(
    `SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL
      AND (type IN ('view', 'trigger') OR type = 'index' AND tbl_name IN (${tables.map(() => '?').join(', ')})) ORDER BY rowid`,
    tables,
  )
  // Triggers first: those of a view go with it.
  for (const kind of ['trigger', 'view'])
    for (const { type, name } of rows) if (type === kind) await sql.run(`DROP ${kind} "${String(name).replaceAll('"', '""')}"`)
  for (const statement of statements) await sql.run(statement)
  for (const { sql: made } of rows) await sql.run(String(made))
}
