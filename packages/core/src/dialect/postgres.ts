// Owns: what PostgreSQL reads.
// Must not know: clients, sessions, the bookkeeping tables.

import type { Dialect } from '../model/dialect.ts'
import { postgresCatalogue } from './catalogue-postgres.ts'
import { postgresFootprint } from './footprint-postgres.ts'
import { POSTGRES_EMPTY, postgresNamed, postgresProbe } from './probe-postgres.ts'
import { postgresLiteral as literal, postgresValue } from './literal-postgres.ts'
import { quoted } from './quoted.ts'
import { postgresRemains } from './remains-postgres.ts'
import { postgresSessions } from './sessions-postgres.ts'

export const postgres: Dialect = {
  family: 'postgres',
  flavor: undefined,
  lexis: {
    identifierQuotes: ['"'],
    stringQuotes: ["'"],
    stringPrefixes: ['b', 'e', 'u', 'x'],
    backslashEscapes: 'e-strings',
    namesBeginWith: 'letter',
    dollarQuotes: 'always',
    nestedComments: 'yes',
    dashComments: 'always',
    hashComments: 'no',
    executableComments: 'no',
    lineCommentEnd: 'cr-or-lf',
    operators: 'user-defined',
    compound: 'begin-atomic',
    semicolonInParentheses: 'belongs',
    clientCommands: 'psql',
  },
  types: { key: 'text', text: 'text', integer: 'bigint', timestamp: 'timestamptz' },
  // Not now(): that one stands still inside a transaction, and a duration would always be 0.
  now: 'clock_timestamp()',
  epoch: 'floor(extract(epoch from clock_timestamp()) * 1000)::bigint',
  identifier: (name) => quoted(name, '"'),
  literal: postgresValue,
  elapsed: (column) => `floor(extract(epoch from clock_timestamp() - ${column}) * 1000)::bigint`,
  iso: (column) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
  version: 'SELECT version() AS version',
  home: {
    of: (table) =>
      `(SELECT n.nspname FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = ${literal(quoted(table, '"'))}::regclass)`,
    here: 'current_schema()',
  },
  // A name without quotes is lower case before anybody compares it.
  foldsNames: false,
  main: undefined,
  columns: (table, schema) =>
    `SELECT attname AS name FROM pg_attribute WHERE attrelid = to_regclass(${literal(`${schema === undefined ? '' : `${quoted(schema, '"')}.`}${quoted(table, '"')}`)}) AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
  // Not CREATE SCHEMA IF NOT EXISTS, which wants the right to make schemas also where there is nothing to make. Nor pg_namespace:
  // a query sees a rival's schema before CREATE TABLE does, which asks the session's cache, as to_regnamespace() does.
  createSchema: (name) =>
    `DO ${literal(`BEGIN IF to_regnamespace(${literal(quoted(name, '"'))}) IS NULL THEN CREATE SCHEMA ${quoted(name, '"')}; END IF; END`)}`,
  rowsAsJson: undefined,
  transaction: { begin: 'BEGIN', commit: 'COMMIT', aside: undefined, silence: undefined, afterwards: [] },
  ours: ['SET SESSION AUTHORIZATION DEFAULT', 'RESET ROLE'],
  probe: postgresProbe,
  catalogue: postgresCatalogue,
  empty: { expression: POSTGRES_EMPTY, of: 'schema' },
  named: postgresNamed,
  unkept: undefined,
  remains: postgresRemains,
  sessions: postgresSessions,
  footprint: postgresFootprint,
  rebuild: undefined,
}
