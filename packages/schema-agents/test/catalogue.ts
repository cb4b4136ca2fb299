// Owns: what tables, columns and indexes a database has, asked in the same way on every engine.
// Must not know: which line is in it, what is tested.

import type { Handle } from '../src/index.ts'

const COLUMNS = {
  sqlite: `SELECT m.name AS of, c.name AS name, c."notnull" OR c.pk > 0 AS required FROM sqlite_master m, pragma_table_info(m.name) c
    WHERE m.type = 'table' ORDER BY c.cid`,
  postgres: `SELECT table_name AS of, column_name AS name, CASE is_nullable WHEN 'NO' THEN 1 ELSE 0 END AS required
    FROM information_schema.columns WHERE table_schema = 'public' AND column_name <> 'seq' ORDER BY ordinal_position`,
  mysql: `SELECT table_name AS \`of\`, column_name AS name, CASE is_nullable WHEN 'NO' THEN 1 ELSE 0 END AS required
    FROM information_schema.columns WHERE table_schema = DATABASE() AND column_name <> 'seq' ORDER BY ordinal_position`,
}

const INDEXES = {
  sqlite: `SELECT m.name AS name, c.name AS col FROM sqlite_master m, pragma_index_info(m.name) c
    WHERE m.type = 'index' AND m.sql IS NOT NULL ORDER BY m.name, c.seqno`,
  postgres: `SELECT c.relname AS name, a.attname AS col FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE n.nspname = 'public' AND NOT i.indisunique ORDER BY c.relname, a.attnum`,
  mysql: `SELECT index_name AS name, column_name AS col FROM information_schema.statistics
    WHERE table_schema = DATABASE() AND non_unique = 1 ORDER BY index_name, seq_in_index`,
}

/** In the table's order, without the number of the row; one that cannot be null ends in `!`. */
export async function columnsOf({ place, run }: Handle, table: string): Promise<readonly string[]> {
  const { rows } = await run(COLUMNS[place.dialect])
  return rows.filter(({ of }) => of === table).map(({ name, required }) => `${String(name)}${Number(required) === 1 ? '!' : ''}`)
}

/** `name(column,…)` of every index that is not unique, sorted; only of names that begin with `prefix`. */
export async function indexesOf({ place, run }: Handle, prefix: string): Promise<readonly string[]> {
  const columns = new Map<string, string[]>()
  for (const { name, col } of (await run(INDEXES[place.dialect])).rows) {
    columns.set(String(name), [...(columns.get(String(name)) ?? []), String(col)])
  }
  return [...columns]
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, of]) => `${name}(${of.join(',')})`)
    .sort()
}
