// Owns: the words of MySQL and MariaDB: only what both read.
// Must not know: drivers, laws.

import type { Words } from './words.ts'

/** Aliased throughout: MySQL 8 gives these columns upper-case names. */
const CATALOGUE = [
  "SELECT 'column' AS type, column_name AS name, table_name AS tbl_name, CONCAT_WS(' ', ordinal_position, column_type, collation_name, is_nullable, column_default, extra) AS definition FROM information_schema.columns WHERE table_schema = DATABASE()",
  "SELECT 'table', table_name, table_name, CONCAT_WS(' ', table_type, engine, table_collation) FROM information_schema.tables WHERE table_schema = DATABASE()",
  "SELECT 'index', index_name, table_name, CONCAT_WS(' ', seq_in_index, column_name, non_unique, sub_part, index_type) FROM information_schema.statistics WHERE table_schema = DATABASE()",
  "SELECT 'constraint', constraint_name, table_name, constraint_type FROM information_schema.table_constraints WHERE table_schema = DATABASE()",
  "SELECT 'reference', constraint_name, table_name, CONCAT_WS(' ', referenced_table_name, unique_constraint_name, update_rule, delete_rule) FROM information_schema.referential_constraints WHERE constraint_schema = DATABASE()",
  "SELECT 'check', constraint_name, '', check_clause FROM information_schema.check_constraints WHERE constraint_schema = DATABASE()",
  // A view names its database, which is another one for every law.
  "SELECT 'view', table_name, table_name, REPLACE(view_definition, CONCAT('`', DATABASE(), '`.'), '') FROM information_schema.views WHERE table_schema = DATABASE()",
  "SELECT 'trigger', trigger_name, event_object_table, CONCAT_WS(' ', action_timing, event_manipulation, action_statement) FROM information_schema.triggers WHERE trigger_schema = DATABASE()",
  "SELECT 'routine', routine_name, '', CONCAT_WS(' ', routine_type, routine_definition) FROM information_schema.routines WHERE routine_schema = DATABASE()",
]

export const mysql: Words = {
  // The set is named: that of a server's databases is latin1 more often than one thinks.
  types: { integer: 'BIGINT', float: 'DOUBLE', text: 'LONGTEXT CHARACTER SET utf8mb4', bytes: 'LONGBLOB', boolean: 'BOOLEAN' },
  exact: [
    {
      what: 'a decimal of thirty digits',
      type: 'DECIMAL(30, 10)',
      literal: '12345678901234567890.0123456789',
      read: ['12345678901234567890.0123456789'],
    },
    { what: 'a day', type: 'DATE', literal: "'2026-03-29'", read: ['2026-03-29'] },
    // The hour that Central Europe skips: nobody who takes it for his own local time gives it back.
    {
      what: 'a moment without a zone',
      type: 'DATETIME(6)',
      literal: "'2026-03-29 02:30:00.123456'",
      read: ['2026-03-29 02:30:00.123456', '2026-03-29T02:30:00.123456'],
    },
    // MySQL keeps JSON in a form of its own and writes it its own way, which for this value is the same.
    { what: 'JSON', type: 'JSON', literal: `'{"b": 9007199254740993}'`, read: ['{"b": 9007199254740993}'] },
  ],
  parameter: () => '?',
  catalogue: `SELECT type, name, tbl_name, definition FROM (${CATALOGUE.join(' UNION ALL ')}) AS everything ORDER BY type, tbl_name, name, definition`,
  tables:
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' ORDER BY table_name",
  setting: {
    write: (value) => `SET SESSION net_write_timeout = ${value}`,
    read: 'SELECT @@SESSION.net_write_timeout',
    written: (value) => String(value),
  },
  trigger: (from, into) =>
    `CREATE TRIGGER twice AFTER INSERT ON ${from} FOR EACH ROW BEGIN INSERT INTO ${into} (id) VALUES (NEW.id + 100); INSERT INTO ${into} (id) VALUES (NEW.id + 200); END`,
  deferred: undefined,
  // MariaDB has it, MySQL has not.
  returning: 'no',
  unseen: (table, column) => `ALTER TABLE ${table} ADD CHECK (${column} >= 0)`,
  place: 'server',
  contention: {
    lockPatience: (seconds) => [`SET SESSION innodb_lock_wait_timeout = ${seconds}`, `SET SESSION lock_wait_timeout = ${seconds}`],
    // Who waits for a lock is told to those only who may see every session; that a statement is under way, to its own user too.
    waiting: "SELECT COUNT(*) FROM information_schema.processlist WHERE db = DATABASE() AND command = 'Query' AND id <> CONNECTION_ID()",
    snapshot: undefined,
  },
  taken: [],
  forbidden: 'DROP TABLE information_schema.tables',
  timeLimit: (milliseconds, { flavor }) =>
    flavor === 'mariadb' ? `SET SESSION max_statement_time = ${milliseconds / 1000}` : `SET SESSION max_execution_time = ${milliseconds}`,
  file: undefined,
  product: {
    query: 'SELECT version()',
    flavor: (answer) => (/mariadb/i.test(answer) ? 'mariadb' : answer.includes('TiDB') ? 'tidb' : undefined),
  },
}
