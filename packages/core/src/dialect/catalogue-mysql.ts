// Owns: how the catalogue of MySQL and MariaDB is asked what a table is made of.
// Must not know: migrations, what is compared.

import type { CatalogueSql } from '../model/catalogue.ts'
import { mysqlLiteral } from './literal-mysql.ts'

const among = (of: string, tables: readonly string[]): string =>
  `${of}.table_schema = DATABASE() AND ${of}.table_name IN (${tables.map((table) => mysqlLiteral(table)).join(', ')})`
/** InnoDB has one of the two, under either name. */
const action = (column: string): string => `CASE ${column} WHEN 'RESTRICT' THEN 'NO ACTION' ELSE ${column} END`

/** Whatever collations the server gives its names: those of keys and of columns may be two. */
const bytes = (name: string): string => `CAST(LOWER(${name}) AS BINARY)`
/** A foreign key brings an index where there is none: by its own name, or its first column's. */
const brought = (name: string, tables: readonly string[]): string =>
  `SELECT k.table_name AS tab, k.column_name AS col, ${bytes(`k.${name}`)} AS name FROM information_schema.key_column_usage AS k
    WHERE ${among('k', tables)} AND k.referenced_table_name IS NOT NULL AND k.ordinal_position = 1`

/** Columns are compared without case, so they are given in small letters. */
export const mysqlCatalogue: CatalogueSql = {
  names: `SELECT table_name AS name, CASE table_type WHEN 'BASE TABLE' THEN 'table' WHEN 'SYSTEM VERSIONED' THEN 'table' ELSE 'relation' END AS kind
    FROM information_schema.tables WHERE table_schema = DATABASE()
    UNION ALL SELECT routine_name, 'routine' FROM information_schema.routines WHERE routine_schema = DATABASE()
    UNION ALL SELECT event_name, 'event' FROM information_schema.events WHERE event_schema = DATABASE() ORDER BY 1`,
  // Which of a character set's collations is its default is the server's to say; whether bytes are told apart is the table's.
  columns: (tables) => `SELECT c.table_name AS tab, LOWER(c.column_name) AS col,
    CONCAT(c.column_type, CASE WHEN c.character_set_name IS NULL THEN '' ELSE CONCAT(' ', c.character_set_name) END,
      CASE WHEN RIGHT(c.collation_name, 4) = '_bin' THEN ' bin' ELSE '' END, CASE WHEN c.extra LIKE '%auto_increment%' THEN ' counting' ELSE '' END) AS declared,
    CASE c.is_nullable WHEN 'NO' THEN 0 ELSE 1 END AS nullable
    FROM information_schema.columns AS c WHERE ${among('c', tables)} ORDER BY c.table_name, c.ordinal_position`,
  indexes: (tables) => `SELECT s.table_name AS tab, LOWER(s.index_name) AS idx,
    CASE WHEN s.index_name = 'PRIMARY' THEN 'primary' WHEN s.non_unique = 0 THEN 'unique' ELSE 'index' END AS kind, s.seq_in_index AS nth,
    CASE WHEN s.column_name IS NULL THEN '(expression)' WHEN s.sub_part IS NULL THEN LOWER(s.column_name) ELSE CONCAT(LOWER(s.column_name), '(', s.sub_part, ')') END AS col,
    0 AS part, CASE WHEN f.name IS NULL THEN 1 ELSE 0 END AS named FROM information_schema.statistics AS s
    LEFT JOIN (${brought('constraint_name', tables)} UNION ${brought('column_name', tables)}) AS f
    ON f.tab = s.table_name AND f.col = s.column_name AND f.name = ${bytes('s.index_name')} AND s.seq_in_index = 1
    WHERE ${among('s', tables)} ORDER BY s.table_name, s.index_name, s.seq_in_index`,
  references: (tables) => `SELECT k.table_name AS tab, k.constraint_name AS id, k.ordinal_position AS nth, LOWER(k.column_name) AS col,
    CASE WHEN k.referenced_table_schema = DATABASE() THEN k.referenced_table_name ELSE CONCAT(k.referenced_table_schema, '.', k.referenced_table_name) END AS to_tab,
    LOWER(k.referenced_column_name) AS to_col, ${action('r.delete_rule')} AS on_delete, ${action('r.update_rule')} AS on_update
    FROM information_schema.key_column_usage AS k JOIN information_schema.referential_constraints AS r
    ON r.constraint_schema = k.constraint_schema AND r.constraint_name = k.constraint_name AND r.table_name = k.table_name
    WHERE ${among('k', tables)} AND k.referenced_table_name IS NOT NULL ORDER BY k.table_name, k.constraint_name, k.ordinal_position`,
  sameType: (declared) => declared,
}
