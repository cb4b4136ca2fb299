// Owns: what SQLite and libSQL read.
// Must not know: clients, sessions, the bookkeeping tables.

import type { Dialect } from '../model/dialect.ts'
import { sqliteCatalogue } from './catalogue-sqlite.ts'
import { sqliteProbe } from './probe-sqlite.ts'
import { hex } from './hex.ts'
import { quoted } from './quoted.ts'
import { standardLiteral } from './standard-literal.ts'

/** ISO 8601 with milliseconds, the form that sorts as text and that `Date` reads. */
const ISO = '%Y-%m-%dT%H:%M:%fZ'

const text = (value: string): string => standardLiteral(value, ['1', '0'])

export const sqlite: Dialect = {
  family: 'sqlite',
  flavor: undefined,
  lexis: {
    identifierQuotes: ['"', '`', '['],
    stringQuotes: ["'"],
    stringPrefixes: ['x'],
    backslashEscapes: 'never',
    namesBeginWith: 'letter',
    dollarQuotes: 'never',
    nestedComments: 'no',
    dashComments: 'always',
    hashComments: 'no',
    executableComments: 'no',
    lineCommentEnd: 'lf',
    operators: ['->>', '->', '||', '<<', '>>', '<=', '>=', '<>', '==', '!='],
    compound: 'sqlite-trigger',
    semicolonInParentheses: 'ends',
    clientCommands: 'dot',
  },
  types: { key: 'TEXT', text: 'TEXT', integer: 'INTEGER', timestamp: 'TEXT' },
  now: `(strftime('${ISO}', 'now'))`,
  epoch: `CAST(ROUND((julianday('now') - 2440587.5) * 86400000) AS INTEGER)`,
  identifier: (name) => quoted(name, '"'),
  literal: (value) => (value instanceof Uint8Array ? `X'${hex(value)}'` : standardLiteral(value, ['1', '0'])),
  elapsed: (column) => `CAST(ROUND((julianday('now') - julianday(${column})) * 86400000) AS INTEGER)`,
  iso: (column) => column,
  version: "SELECT 'SQLite ' || sqlite_version() AS version",
  home: undefined,
  foldsNames: true,
  main: 'main',
  columns: (table, schema = 'main') => `SELECT name FROM pragma_table_info(${text(table)}, ${text(schema)})`,
  // An attached database is another file, and what is written into two files is not one transaction.
  createSchema: undefined,
  rowsAsJson: (columns, from) => `(SELECT json_group_array(json_array(${columns.join(', ')})) FROM ${from})`,
  transaction: { begin: 'BEGIN IMMEDIATE', commit: 'COMMIT', aside: undefined, silence: undefined, afterwards: [] },
  ours: [],
  probe: sqliteProbe,
  catalogue: sqliteCatalogue,
  empty: { expression: 'NOT EXISTS (SELECT 1 FROM sqlite_master)', of: 'database' },
  named: undefined,
  unkept: undefined,
  remains: () => undefined,
  sessions: undefined,
  footprint: undefined,
  rebuild: {
    violations: 'SELECT "table", rowid, parent FROM pragma_foreign_key_check',
    enforced: 'SELECT foreign_keys FROM pragma_foreign_keys WHERE foreign_keys = 1',
  },
}
