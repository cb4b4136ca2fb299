// Owns: what MySQL and MariaDB read.
// Must not know: clients, sessions, the bookkeeping tables.

import type { Dialect } from '../model/dialect.ts'
import { mysqlCatalogue } from './catalogue-mysql.ts'
import { MYSQL_EMPTY, MYSQL_UNKEPT, mysqlProbe } from './probe-mysql.ts'
import { mysqlLiteral as literal } from './literal-mysql.ts'
import { quoted } from './quoted.ts'
import { mysqlSessions } from './sessions-mysql.ts'

export const mysql: Dialect = {
  family: 'mysql',
  flavor: undefined,
  lexis: {
    identifierQuotes: ['`'],
    stringQuotes: ["'", '"'],
    stringPrefixes: ['b', 'n', 'x'],
    backslashEscapes: 'always',
    namesBeginWith: 'letter-or-digit',
    dollarQuotes: 'in-external-routines',
    nestedComments: 'no',
    dashComments: 'before-space',
    hashComments: 'yes',
    executableComments: 'yes',
    lineCommentEnd: 'lf',
    operators: ['<=>', '->>', '->', '||', '&&', '<<', '>>', '<=', '>=', '<>', '!=', ':=', '@@'],
    compound: 'stored-program',
    semicolonInParentheses: 'ends',
    clientCommands: 'delimiter',
  },
  // 191 characters of utf8mb4 fit the shortest key that InnoDB still allows; bytes compare as they are.
  types: {
    key: 'VARCHAR(191) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin',
    text: 'LONGTEXT CHARACTER SET utf8mb4',
    integer: 'BIGINT',
    timestamp: 'DATETIME(3)',
    // With transactions, and keys as long as ours, whatever `default_storage_engine` and `innodb_default_row_format` say.
    table: 'ENGINE = InnoDB ROW_FORMAT = DYNAMIC',
  },
  now: 'UTC_TIMESTAMP(3)',
  epoch: "TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(3)) DIV 1000",
  identifier: (name) => quoted(name, '`'),
  literal,
  elapsed: (column) => `TIMESTAMPDIFF(MICROSECOND, ${column}, UTC_TIMESTAMP(3)) DIV 1000`,
  iso: (column) =>
    `CONCAT(REPLACE(DATE_FORMAT(${column}, '%Y-%m-%d %H:%i:%s.'), ' ', 'T'), LPAD(MICROSECOND(${column}) DIV 1000, 3, '0'), 'Z')`,
  // As a distribution builds it, MySQL says nothing of itself in either.
  version:
    "SELECT CONCAT(CASE WHEN VERSION() LIKE '%MariaDB%' THEN 'MariaDB' WHEN CONCAT(@@version_comment, VERSION()) REGEXP 'MySQL|Percona|TiDB' THEN @@version_comment ELSE CONCAT('MySQL ', @@version_comment) END, ' ', VERSION()) AS version",
  home: { of: () => 'DATABASE()', here: 'DATABASE()' },
  // Whether tables are told apart so is the server's setting; of their foreign keys InnoDB never tells the names apart.
  foldsNames: true,
  main: undefined,
  columns: (table, schema) =>
    `SELECT column_name AS name FROM information_schema.columns WHERE table_schema = ${schema === undefined ? 'DATABASE()' : literal(schema)} AND table_name = ${literal(table)} ORDER BY ordinal_position`,
  createSchema: (name) => `CREATE DATABASE IF NOT EXISTS ${quoted(name, '`')}`,
  rowsAsJson: undefined,
  transaction: {
    begin: 'START TRANSACTION',
    // Whatever `completion_type` says: no transaction behind it that nobody began, and no connection that ends.
    commit: 'COMMIT AND NO CHAIN NO RELEASE',
    aside: { keep: (expression) => `SELECT ${expression} INTO @godwit_token`, kept: '@godwit_token' },
    silence: {
      // It counts in seconds; and a machine that is only slow must not lose its connection for a term that is short.
      limit: (ms) => `SET @godwit_silence = @@SESSION.wait_timeout, SESSION wait_timeout = ${Math.max(5, Math.ceil(ms / 1000))}`,
      lift: 'SET SESSION wait_timeout = COALESCE(@godwit_silence, @@SESSION.wait_timeout)',
    },
    // A procedure may begin a transaction, or switch autocommit off, for its caller too.
    afterwards: ['COMMIT AND NO CHAIN NO RELEASE', 'SET SESSION autocommit = 1'],
  },
  ours: ['SET timestamp = DEFAULT'],
  probe: mysqlProbe,
  catalogue: mysqlCatalogue,
  empty: { expression: MYSQL_EMPTY, of: 'schema' },
  named: undefined,
  unkept: MYSQL_UNKEPT,
  remains: () => undefined,
  sessions: mysqlSessions,
  footprint: undefined,
  rebuild: undefined,
}
