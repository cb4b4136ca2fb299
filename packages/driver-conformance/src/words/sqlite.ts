// Owns: the words of SQLite and libSQL.
// Must not know: drivers, laws.

import type { Words } from './words.ts'

export const sqlite: Words = {
  types: { integer: 'INTEGER', float: 'REAL', text: 'TEXT', bytes: 'BLOB', boolean: 'BOOLEAN' },
  parameter: () => '?',
  catalogue: `SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type, name`,
  tables: `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`,
  setting: { write: 'PRAGMA cache_size = -1234', read: 'PRAGMA cache_size', written: '-1234' },
  trigger: (from, into) =>
    `CREATE TRIGGER twice AFTER INSERT ON ${from} BEGIN INSERT INTO ${into} (id) VALUES (NEW.id + 100); INSERT INTO ${into} (id) VALUES (NEW.id + 200); END`,
  deferred: 'DEFERRABLE INITIALLY DEFERRED',
  returning: 'yes',
}
