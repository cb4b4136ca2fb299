// Owns: columns that a migration adds to a table, takes away again, and finds in an original database.
// Must not know: which ones.

import { type Names, objectName, type PerDialect, placeOf, tableName } from '../../../sql/place.ts'
import { type AgentMigration, script } from '../../../sql/script.ts'

/**
 * All or none: one statement where there can be one, since MySQL keeps what the first of two did. The check asks the catalogue for
 * all of them: a query that fails, for whatever reason, is not a column that is missing, and the first is not the second.
 */
export function addedColumns(names: Names, table: string, columns: readonly string[]): Pick<AgentMigration, 'up' | 'down' | 'check'> {
  const clauses = (word: string, type: string): readonly string[] => columns.map((column) => `${word} COLUMN ${column}${type}`)
  const altered = (dialect: keyof PerDialect<unknown>, name: string, each: readonly string[]): readonly string[] =>
    dialect === 'sqlite' ? each.map((clause) => `ALTER TABLE ${name} ${clause}`) : [`ALTER TABLE ${name} ${each.join(', ')}`]
  return {
    up: script(names, (words) => altered(words.dialect, words.table(table), clauses('ADD', ` ${words.reference} DEFAULT NULL`))),
    down: script(names, (words) => altered(words.dialect, words.table(table), clauses('DROP', '').toReversed())),
    check: present(names, table, columns),
  }
}

function present(names: Names, table: string, columns: readonly string[]): PerDialect<string> {
  const all = `SELECT COUNT(*) = ${columns.length} FROM`
  const these = `IN (${columns.map((column) => `'${column}'`).join(', ')})`
  const bare = objectName(names, table)
  return {
    sqlite: `${all} pragma_table_info('${bare}') WHERE name ${these}`,
    postgres: `${all} pg_attribute WHERE attrelid = to_regclass('${tableName(placeOf('postgres', names), table)}') AND attname ${these} AND NOT attisdropped`,
    mysql: `${all} information_schema.columns WHERE table_schema = DATABASE() AND table_name = '${bare}' AND column_name ${these}`,
  }
}
