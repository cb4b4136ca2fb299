// Owns: how SQLite's catalogue is asked what a table is made of, and which of its types are one.
// Must not know: migrations, what is compared.

import type { CatalogueSql } from '../model/catalogue.ts'
import { standardLiteral } from './standard-literal.ts'

const among = (tables: readonly string[]): string =>
  `m.type = 'table' AND lower(m.name) IN (${tables.map((table) => standardLiteral(table, ['', ''])).join(', ')})`

// A single INTEGER PRIMARY KEY is the row's number; with AUTOINCREMENT none is given twice.
const counted = `CASE WHEN c.pk = 1 AND upper(c.type) = 'INTEGER' AND (SELECT count(*) FROM pragma_table_info(m.name) WHERE pk > 0) = 1
    THEN CASE WHEN m.sql LIKE '%AUTOINCREMENT%' THEN ' AUTOINCREMENT' ELSE ' ROWID' END ELSE '' END`

/** Names are compared without case, so they are given in small letters. */
export const sqliteCatalogue: CatalogueSql = {
  names: `SELECT lower(name) AS name, CASE type WHEN 'view' THEN 'relation' ELSE type END AS kind FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`,
  // A primary key takes nulls here, which nobody means.
  columns: (tables) => `SELECT lower(m.name) AS tab, lower(c.name) AS col, c.type || ${counted} AS declared,
    CASE WHEN c."notnull" = 0 AND c.pk = 0 THEN 1 ELSE 0 END AS nullable
    FROM sqlite_master AS m JOIN pragma_table_xinfo(m.name) AS c WHERE ${among(tables)} AND c.hidden <> 1 ORDER BY m.name, c.cid`,
  indexes: (
    tables,
  ) => `SELECT lower(m.name) AS tab, 'primary' AS idx, 'primary' AS kind, c.pk AS nth, lower(c.name) AS col, 0 AS part, 0 AS named
    FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c WHERE ${among(tables)} AND c.pk > 0
    UNION ALL SELECT lower(m.name), lower(i.name), CASE i."unique" WHEN 1 THEN 'unique' ELSE 'index' END, x.seqno, coalesce(lower(x.name), '(expression)'), i.partial, i.origin = 'c'
    FROM sqlite_master AS m JOIN pragma_index_list(m.name) AS i JOIN pragma_index_info(i.name) AS x
    WHERE ${among(tables)} AND i.origin <> 'pk' ORDER BY 1, 2, 4`,
  references: (tables) => `SELECT lower(m.name) AS tab, f.id AS id, f.seq AS nth, lower(f."from") AS col, lower(f."table") AS to_tab,
    lower(f."to") AS to_col, f.on_delete AS on_delete, f.on_update AS on_update
    FROM sqlite_master AS m JOIN pragma_foreign_key_list(m.name) AS f WHERE ${among(tables)} ORDER BY m.name, f.id, f.seq`,
  sameType(declared) {
    const [, type = '', number = ''] = /^(.*?)( AUTOINCREMENT| ROWID)?$/s.exec(declared) ?? []
    return `${affinity(type.toUpperCase())}${number}`
  },
}

/**
 * What a column does to a value. INTEGER and NUMERIC (BOOLEAN, DECIMAL) keep the same ones. A column for moments would be NUMERIC too,
 * and keeps a moment that is a text as the text that it is.
 * @see https://www.sqlite.org/datatype3.html#determination_of_column_affinity
 */
function affinity(type: string): string {
  if (type.includes('INT')) return 'INTEGER'
  if (/CHAR|CLOB|TEXT/.test(type)) return 'TEXT'
  if (type === '' || type.includes('BLOB')) return 'BLOB'
  if (/REAL|FLOA|DOUB/.test(type)) return 'REAL'
  return /DATE|TIME/.test(type) ? 'TEXT' : 'INTEGER'
}
