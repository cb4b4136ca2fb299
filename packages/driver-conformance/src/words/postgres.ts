// Owns: the words of PostgreSQL and of what speaks like it.
// Must not know: drivers, laws.

import type { Words } from './words.ts'

const HERE = 'to_regnamespace(quote_ident(current_schema()))'

/** The parts that pg_dump would write, in a form that does not depend on object numbers. */
const CATALOGUE = [
  `SELECT 'column' AS type, a.attname::text AS name, c.relname::text AS tbl_name, row_number() OVER (PARTITION BY c.oid ORDER BY a.attnum)::text || ' ' || format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '') AS definition FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum WHERE c.relnamespace = ${HERE} AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped`,
  `SELECT 'table', c.relname, c.relname, c.relkind::text FROM pg_class c WHERE c.relnamespace = ${HERE} AND c.relkind IN ('r', 'p', 'f', 'm')`,
  `SELECT 'constraint', o.conname, c.relname, pg_get_constraintdef(o.oid) FROM pg_constraint o JOIN pg_class c ON c.oid = o.conrelid WHERE c.relnamespace = ${HERE}`,
  `SELECT 'index', i.relname, c.relname, pg_get_indexdef(x.indexrelid) || CASE WHEN x.indisvalid THEN '' ELSE ' INVALID' END FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid WHERE c.relnamespace = ${HERE}`,
  `SELECT 'view', c.relname, c.relname, pg_get_viewdef(c.oid) FROM pg_class c WHERE c.relnamespace = ${HERE} AND c.relkind IN ('v', 'm')`,
  `SELECT 'trigger', t.tgname, c.relname, pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE c.relnamespace = ${HERE} AND NOT t.tgisinternal`,
  `SELECT 'function', p.proname, '', pg_get_function_identity_arguments(p.oid) || ' ' || p.prosrc FROM pg_proc p WHERE p.pronamespace = ${HERE}`,
  `SELECT 'sequence', c.relname, '', '' FROM pg_class c WHERE c.relnamespace = ${HERE} AND c.relkind = 'S'`,
  `SELECT 'type', t.typname, '', t.typtype::text FROM pg_type t WHERE t.typnamespace = ${HERE} AND t.typtype IN ('d', 'e')`,
]

export const postgres: Words = {
  types: { integer: 'bigint', float: 'double precision', text: 'text', bytes: 'bytea', boolean: 'boolean' },
  exact: [
    {
      what: 'a decimal of thirty digits',
      type: 'numeric(30, 10)',
      literal: '12345678901234567890.0123456789',
      read: ['12345678901234567890.0123456789'],
    },
    { what: 'a day', type: 'date', literal: "'2026-03-29'", read: ['2026-03-29'] },
    // The hour that Central Europe skips: nobody who takes it for his own local time gives it back.
    {
      what: 'a moment without a zone',
      type: 'timestamp',
      literal: "'2026-03-29 02:30:00.123456'",
      read: ['2026-03-29 02:30:00.123456', '2026-03-29T02:30:00.123456'],
    },
    { what: 'JSON as it was written', type: 'json', literal: `'{"b": 9007199254740993}'`, read: ['{"b": 9007199254740993}'] },
  ],
  parameter: (n) => `$${n}`,
  // Without the schema, which the definitions of indexes and triggers are given with: two empty places may be two schemas.
  catalogue: `SELECT type, name, tbl_name, replace(definition, quote_ident(current_schema()) || '.', '') AS definition FROM (${CATALOGUE.join(' UNION ALL ')}) AS everything ORDER BY type COLLATE "C", tbl_name COLLATE "C", name COLLATE "C", definition COLLATE "C"`,
  tables: `SELECT relname::text AS name FROM pg_class WHERE relnamespace = ${HERE} AND relkind IN ('r', 'p') ORDER BY relname`,
  setting: { write: (value) => `SET work_mem = '${value}kB'`, read: 'SHOW work_mem', written: (value) => `${value}kB` },
  trigger: (from, into) =>
    `DO $do$ BEGIN CREATE FUNCTION twice() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN INSERT INTO ${into} (id) VALUES (NEW.id + 100); INSERT INTO ${into} (id) VALUES (NEW.id + 200); RETURN NEW; END $body$; CREATE TRIGGER twice AFTER INSERT ON ${from} FOR EACH ROW EXECUTE FUNCTION twice(); END $do$`,
  deferred: 'DEFERRABLE INITIALLY DEFERRED',
  returning: 'yes',
  unseen: (table, column) => `ALTER TABLE ${table} ADD CHECK (${column} >= 0)`,
  place: 'server',
  contention: {
    lockPatience: (seconds) => [`SET LOCAL lock_timeout = '${seconds}s'`],
    waiting: "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    snapshot: 'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ',
  },
  taken: ['CREATE TABLE items (id INTEGER)', "CREATE TYPE mood AS ENUM ('good')"],
  // Not even a superuser, who becomes somebody else for it; whoever may not become that one is refused for that.
  forbidden: 'DO $do$ BEGIN SET LOCAL ROLE pg_monitor; PERFORM FROM pg_authid; END $do$',
  timeLimit: (milliseconds) => `SET statement_timeout = ${milliseconds}`,
  file: undefined,
  product: {
    query: 'SELECT version()',
    flavor: (answer) => (answer.includes('CockroachDB') ? 'cockroach' : answer.includes('-YB-') ? 'yugabyte' : undefined),
  },
}
