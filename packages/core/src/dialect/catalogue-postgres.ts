// Owns: how PostgreSQL's catalogue is asked what a table is made of.
// Must not know: migrations, what is compared.

import type { CatalogueSql } from '../model/catalogue.ts'
import { postgresLiteral as text } from './literal-postgres.ts'

/** What a table `c` in a schema `n` is called in the default schema. */
const label = (c: string, n: string): string =>
  `CASE WHEN ${n}.nspname = current_schema() THEN ${c}.relname ELSE ${n}.nspname || '.' || ${c}.relname END`
const own = label('t', 'n')
const among = (tables: readonly string[]): string => `${own} IN (${tables.map(text).join(', ')})`
const users = String.raw`n.nspname NOT LIKE 'pg\_%' AND n.nspname NOT IN ('information_schema', 'crdb_internal')`
/** What an extension brought is the extension's. */
const notOf = (oid: string, types: string): string =>
  `NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = ${oid} AND d.deptype IN (${types}))`
const action = (column: string): string =>
  `CASE ${column} WHEN 'a' THEN 'NO ACTION' WHEN 'r' THEN 'RESTRICT' WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' WHEN 'd' THEN 'SET DEFAULT' END`

export const postgresCatalogue: CatalogueSql = {
  // A sequence that belongs to a column comes and goes with it.
  names: `SELECT ${own} AS name, CASE WHEN t.relkind IN ('r', 'p') THEN 'table' ELSE 'relation' END AS kind
    FROM pg_class t JOIN pg_namespace n ON n.oid = t.relnamespace WHERE ${users} AND t.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND ${notOf('t.oid', "'e', 'a', 'i'")}
    UNION ALL SELECT p.proname, 'function' FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE ${users} AND ${notOf('p.oid', "'e'")}
    UNION ALL SELECT y.typname, 'type' FROM pg_type y JOIN pg_namespace n ON n.oid = y.typnamespace WHERE ${users} AND y.typtype IN ('e', 'd', 'r') AND ${notOf('y.oid', "'e'")}
    ORDER BY 1`,
  columns: (tables) => `SELECT ${own} AS tab, a.attname AS col,
    format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attidentity <> '' OR pg_get_expr(v.adbin, v.adrelid) LIKE 'nextval(%' THEN ' counting' ELSE '' END AS declared,
    CASE WHEN a.attnotnull THEN 0 ELSE 1 END AS nullable
    FROM pg_attribute a JOIN pg_class t ON t.oid = a.attrelid JOIN pg_namespace n ON n.oid = t.relnamespace
    LEFT JOIN pg_attrdef v ON v.adrelid = a.attrelid AND v.adnum = a.attnum
    WHERE ${among(tables)} AND t.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped ORDER BY 1, a.attnum`,
  indexes: (tables) => `SELECT ${own} AS tab, i.relname AS idx,
    CASE WHEN x.indisprimary THEN 'primary' WHEN x.indisunique THEN 'unique' ELSE 'index' END AS kind,
    k.nth AS nth, pg_get_indexdef(x.indexrelid, k.nth, true) AS col, CASE WHEN x.indpred IS NULL THEN 0 ELSE 1 END AS part,
    CASE WHEN EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = x.indexrelid AND c.contype <> 'f') THEN 0 ELSE 1 END AS named
    FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace
    CROSS JOIN LATERAL generate_series(1, x.indnkeyatts::int) AS k(nth)
    WHERE ${among(tables)} AND x.indisvalid ORDER BY 1, 2, 4`,
  references: (
    tables,
  ) => `SELECT ${own} AS tab, k.oid AS id, u.nth AS nth, a.attname AS col, ${label('o', 'm')} AS to_tab, b.attname AS to_col,
    ${action('k.confdeltype')} AS on_delete, ${action('k.confupdtype')} AS on_update
    FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid JOIN pg_namespace n ON n.oid = t.relnamespace
    JOIN pg_class o ON o.oid = k.confrelid JOIN pg_namespace m ON m.oid = o.relnamespace
    CROSS JOIN LATERAL unnest(k.conkey, k.confkey) WITH ORDINALITY AS u(own, other, nth)
    JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.own JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = u.other
    WHERE ${among(tables)} AND k.contype = 'f' ORDER BY 1, k.conname, u.nth`,
  sameType: (declared) => declared,
}
