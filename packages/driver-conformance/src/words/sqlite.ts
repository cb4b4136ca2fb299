// Owns: the words of SQLite and libSQL.
// Must not know: drivers, laws.

import type { Words } from './words.ts'

export const sqlite: Words = {
  types: { integer: 'INTEGER', float: 'REAL', text: 'TEXT', bytes: 'BLOB', boolean: 'BOOLEAN' },
  exact: [
    { what: 'a moment', type: 'TEXT', literal: "'2026-03-29 02:30:00.123456'", read: ['2026-03-29 02:30:00.123456'] },
    { what: 'JSON', type: 'TEXT', literal: `'{"b": 9007199254740993}'`, read: ['{"b": 9007199254740993}'] },
  ],
  parameter: () => '?',
  catalogue: `SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type, name`,
  tables: `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`,
  setting: { write: (value) => `PRAGMA cache_size = -${value}`, read: 'PRAGMA cache_size', written: (value) => `-${value}` },
  trigger: (from, into) =>
    `CREATE TRIGGER twice AFTER INSERT ON ${from} BEGIN INSERT INTO ${into} (id) VALUES (NEW.id + 100); INSERT INTO ${into} (id) VALUES (NEW.id + 200); END`,
  deferred: 'DEFERRABLE INITIALLY DEFERRED',
  returning: 'yes',
  unseen: undefined,
  place: 'process',
  contention: undefined,
  taken: [],
  forbidden: undefined,
  timeLimit: undefined,
  file: "SELECT file FROM pragma_database_list WHERE name = 'main'",
  product: undefined,
}
