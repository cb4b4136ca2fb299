// What a script must not hold. What is said about SQLite is checked on SQLite; what is said about PostgreSQL was seen on 15.18.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Dialect, mysql, postgres, sqlite } from '../src/driver.ts'
import type { Problem } from '../src/model/problem.ts'
import { codeGuard } from '../src/pure/statement/code-guard.ts'
import { type Guarding, guard } from '../src/pure/statement/guard.ts'
import { foreignKeysPragma, SQLITE_HARMLESS, sqliteControl, sqliteRefuses, unsafeRebuilds } from '../src/pure/statement/guard-sqlite.ts'
import { split } from '../src/pure/lexing/split.ts'

function problemsOf(text: string, dialect: Dialect, options: Partial<Guarding> = {}): readonly Problem[] {
  const splitting = split({ text, file: 'up.sql', line: 1 }, dialect.lexis)
  if (!splitting.ok) throw new Error(`${splitting.place.line}:${splitting.place.column}: ${splitting.reason}`)
  return guard(splitting.statements, { id: '007', dialect, transaction: 'auto', foreignKeys: 'enforced', parameters: 'none', ...options })
}

/** Code and what is named, short enough for a table. */
function found(text: string, dialect: Dialect, options: Partial<Guarding> = {}): readonly string[] {
  return problemsOf(text, dialect, options).map((problem) => {
    switch (problem.code) {
      case 'TRANSACTION_CONTROL':
      case 'TRANSACTION_REFUSED':
        return `${problem.code} ${problem.keyword}`
      case 'REBUILD_UNSAFE':
        return `${problem.code} ${problem.table}`
      default:
        return problem.code
    }
  })
}

it('a problem names the migration and the place of its statement', () => {
  expect(problemsOf('SELECT 1;\n  /* then */ COMMIT -- done\n;', sqlite)).toEqual([
    {
      code: 'TRANSACTION_CONTROL',
      id: '007',
      keyword: 'COMMIT',
      place: { file: 'up.sql', line: 2, column: 14, text: 'COMMIT' },
      schemaChanges: 'transactional',
    },
  ])
  expect(problemsOf('COMMIT', mysql)).toMatchObject([{ keyword: 'COMMIT', schemaChanges: 'commit by themselves' }])
})

it.each(['CREATE', 'INSERT', 'ALTER', 'UPDATE', 'DELETE', 'SELECT', 'WITH'])(
  'on SQLite, %s is passed over because nothing that follows it could be wrong',
  (head) => {
    expect(SQLITE_HARMLESS.test(`${head} x`)).toBe(true)
    for (const rest of ['TABLE foreign_keys = off', 'journal_mode = wal', 'TRANSACTION', 'TABLE t', 'TO x']) {
      const splitting = split(`${head} ${rest}`, sqlite.lexis)
      const [statement] = splitting.ok ? splitting.statements : []
      if (statement === undefined) throw new Error('nothing to look at')
      expect([sqliteControl(head, statement), sqliteRefuses(head, statement), foreignKeysPragma(head, statement)]).toEqual([
        undefined,
        undefined,
        undefined,
      ])
      expect(unsafeRebuilds([statement], 'auto')).toEqual([])
    }
  },
)

it.each(["x'00' BEGIN", 'CREATEX', 'selects', '"CREATE"', 'WITH$x'])('on SQLite, %s is not passed over', (text) => {
  expect(SQLITE_HARMLESS.test(text)).toBe(false)
})

describe('transaction control is refused', () => {
  const control: readonly (readonly [Dialect, string, string])[] = [
    [sqlite, 'BEGIN', 'BEGIN'],
    [sqlite, 'begin immediate', 'BEGIN'],
    [sqlite, 'COMMIT TRANSACTION', 'COMMIT'],
    [sqlite, 'END', 'END'],
    [sqlite, 'ROLLBACK', 'ROLLBACK'],
    [sqlite, 'ROLLBACK TRANSACTION', 'ROLLBACK'],
    [postgres, 'BEGIN ISOLATION LEVEL SERIALIZABLE', 'BEGIN'],
    [postgres, 'start/**/transaction', 'START TRANSACTION'],
    [postgres, 'COMMIT AND CHAIN', 'COMMIT'],
    [postgres, 'END', 'END'],
    [postgres, 'ABORT', 'ABORT'],
    [postgres, 'ROLLBACK WORK', 'ROLLBACK'],
    [postgres, "PREPARE TRANSACTION 'x'", 'PREPARE TRANSACTION'],
    [postgres, "PREPARE TRANSACTION E'x'", 'PREPARE TRANSACTION'],
    [postgres, "PREPARE TRANSACTION U&'x'", 'PREPARE TRANSACTION'],
    [postgres, 'PREPARE TRANSACTION $x$y$x$', 'PREPARE TRANSACTION'],
    [postgres, "COMMIT PREPARED 'x'", 'COMMIT PREPARED'],
    [postgres, "ROLLBACK PREPARED 'x'", 'ROLLBACK PREPARED'],
    [mysql, 'BEGIN', 'BEGIN'],
    [mysql, 'BEGIN WORK', 'BEGIN'],
    [mysql, 'START TRANSACTION READ WRITE', 'START TRANSACTION'],
    [mysql, '/*!40000 COMMIT */', 'COMMIT'],
    [mysql, 'ROLLBACK', 'ROLLBACK'],
    [mysql, "XA START 'x'", 'XA'],
    [mysql, 'SET autocommit = 0', 'SET autocommit'],
    [mysql, 'SET @a = 1, SESSION autocommit := 1', 'SET autocommit'],
    [mysql, 'SET @@session.autocommit=1', 'SET autocommit'],
    [mysql, 'SET @@autocommit = 0', 'SET autocommit'],
    [mysql, 'LOCK TABLES t WRITE', 'LOCK TABLES'],
    [mysql, 'UNLOCK TABLES', 'UNLOCK TABLES'],
    [mysql, 'FLUSH TABLES WITH READ LOCK', 'FLUSH TABLES WITH READ LOCK'],
    [mysql, 'FLUSH TABLES t, u WITH READ LOCK', 'FLUSH TABLES WITH READ LOCK'],
    [mysql, 'FLUSH TABLES WITH READ LOCK AND DISABLE CHECKPOINT', 'FLUSH TABLES WITH READ LOCK'],
    [mysql, 'BACKUP STAGE START', 'BACKUP STAGE'],
    [mysql, 'BACKUP LOCK t', 'BACKUP LOCK'],
    [mysql, 'BACKUP UNLOCK', 'BACKUP UNLOCK'],
    [mysql, 'FLUSH TABLES t FOR EXPORT', 'FLUSH TABLES FOR EXPORT'],
    [mysql, 'SET `autocommit` = 0', 'SET autocommit'],
  ]
  it.each(control)('%#: $1 on %s', (dialect, text, keyword) => {
    expect(found(text, dialect)).toEqual([`TRANSACTION_CONTROL ${keyword}`])
    expect(found(text, dialect, { transaction: 'forbidden' })).toEqual([`TRANSACTION_CONTROL ${keyword}`])
  })

  const allowed: readonly (readonly [Dialect, string])[] = [
    [sqlite, 'SAVEPOINT a'],
    [sqlite, 'RELEASE a'],
    [sqlite, 'ROLLBACK TO a'],
    [sqlite, 'ROLLBACK TRANSACTION TO SAVEPOINT a'],
    [sqlite, 'CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END'],
    [sqlite, 'SELECT \'BEGIN\', "COMMIT" FROM t /* COMMIT */'],
    [postgres, 'ROLLBACK WORK TO SAVEPOINT a'],
    [postgres, 'PREPARE transaction AS SELECT 1'],
    [postgres, 'PREPARE transaction (int) AS SELECT $1'],
    [postgres, 'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END'],
    [postgres, 'DO $$ BEGIN COMMIT; END $$'],
    [postgres, 'LOCK TABLE t'],
    [mysql, 'BEGIN NOT ATOMIC SELECT 1; COMMIT; END'],
    [mysql, 'ROLLBACK TO SAVEPOINT a'],
    [mysql, 'CREATE PROCEDURE p() BEGIN START TRANSACTION; COMMIT; END'],
    [mysql, 'SET @autocommit = 1'],
    [mysql, 'SET GLOBAL autocommit = 1'],
    [mysql, 'SET @@global.autocommit = 1'],
    [mysql, 'FLUSH TABLES t'],
    [mysql, 'START REPLICA'],
    [mysql, 'LOCK INSTANCE FOR BACKUP'],
  ]
  it.each(allowed)('but not %#: %s $1', (dialect, text) => expect(found(text, dialect)).toEqual([]))
})

describe('what would keep the history from the replicas', () => {
  it.each([
    'SET sql_log_bin = 0',
    'SET SESSION SQL_LOG_BIN := OFF',
    'SET @@SESSION.SQL_LOG_BIN= 0',
    'SET `sql_log_bin` = @MYSQLDUMP_TEMP_LOG_BIN',
    '/*!80000 SET @a = 1, wsrep_on = OFF */',
  ])('%s', (text) => {
    expect(found(text, mysql)).toEqual(['RECORDS_UNREPLICATED'])
    expect(found(text, mysql, { transaction: 'forbidden' })).toEqual(['RECORDS_UNREPLICATED'])
  })
  it.each(['SET @MYSQLDUMP_TEMP_LOG_BIN = @@SESSION.SQL_LOG_BIN', 'SET STATEMENT sql_log_bin = 0 FOR DO 1', 'SET @sql_log_bin = 0'])(
    'but not %s',
    (text) => expect(found(text, mysql)).toEqual([]),
  )
})

describe('what PostgreSQL refuses in a transaction', () => {
  const refused: readonly (readonly [string, string])[] = [
    ['VACUUM', 'VACUUM'],
    ['vacuum (analyze) t', 'VACUUM'],
    ['CREATE INDEX CONCURRENTLY ON t (a)', 'CREATE INDEX CONCURRENTLY'],
    ['CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a)', 'CREATE INDEX CONCURRENTLY'],
    ['DROP INDEX CONCURRENTLY IF EXISTS i', 'DROP INDEX CONCURRENTLY'],
    ['REINDEX TABLE CONCURRENTLY t', 'REINDEX CONCURRENTLY'],
    ['REINDEX (VERBOSE, CONCURRENTLY) INDEX i', 'REINDEX CONCURRENTLY'],
    ['REINDEX (verbose) database concurrently d', 'REINDEX DATABASE'],
    ['REINDEX SCHEMA s', 'REINDEX SCHEMA'],
    ['REINDEX SYSTEM d', 'REINDEX SYSTEM'],
    ['CLUSTER', 'CLUSTER'],
    ['CLUSTER VERBOSE', 'CLUSTER'],
    ['CLUSTER (VERBOSE)', 'CLUSTER'],
    ['DISCARD ALL', 'DISCARD ALL'],
    ["ALTER SYSTEM SET work_mem = '4MB'", 'ALTER SYSTEM'],
    ['ALTER DATABASE d SET TABLESPACE s', 'ALTER DATABASE SET TABLESPACE'],
    ['CREATE DATABASE d', 'CREATE DATABASE'],
    ['DROP DATABASE IF EXISTS d', 'DROP DATABASE'],
    ["CREATE TABLESPACE s LOCATION '/x'", 'CREATE TABLESPACE'],
    ['DROP TABLESPACE s', 'DROP TABLESPACE'],
    ['ALTER TABLE ONLY s.t DETACH PARTITION p CONCURRENTLY', 'ALTER TABLE DETACH PARTITION CONCURRENTLY'],
    ["CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p", 'CREATE SUBSCRIPTION'],
    ['ALTER SUBSCRIPTION s REFRESH PUBLICATION', 'ALTER SUBSCRIPTION REFRESH'],
    ['ALTER SUBSCRIPTION s ADD PUBLICATION p', 'ALTER SUBSCRIPTION ADD PUBLICATION'],
  ]
  it.each(refused)('%s', (text, keyword) => {
    expect(found(`SELECT 1; ${text};`, postgres)).toEqual([`TRANSACTION_REFUSED ${keyword}`])
    expect(found(text, postgres, { transaction: 'forbidden' })).toEqual([])
  })

  it.each([
    'ANALYZE',
    'CREATE INDEX concurrently_not ON t (a)',
    'CREATE INDEX "CONCURRENTLY" ON t (a)',
    'DROP INDEX "concurrently"',
    'REINDEX TABLE t',
    'REINDEX (CONCURRENTLY false) TABLE t',
    'CLUSTER t USING i',
    'CLUSTER VERBOSE t',
    'DISCARD PLANS',
    "ALTER DATABASE d SET work_mem = '4MB'",
    'ALTER TABLE t DETACH PARTITION p',
    'ALTER TABLE t DETACH PARTITION p FINALIZE',
    'ALTER TABLE t ADD COLUMN concurrently int',
    "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (connect = false)",
    "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (enabled, create_slot = off)",
    'ALTER SUBSCRIPTION s SET PUBLICATION p WITH (refresh = false)',
    "COMMENT ON TABLE t IS 'VACUUM'",
    'DO $$ BEGIN EXECUTE $x$VACUUM$x$; END $$',
    'CREATE TABLE vacuum (database int)',
  ])('but not %s', (text) => expect(found(text, postgres)).toEqual([]))
})

describe('on SQLite', () => {
  let folder = ''
  let database: Database.Database
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'godwit-guard-'))
    database = new Database(join(folder, 'a.db'))
    database.exec('PRAGMA foreign_keys = ON; CREATE TABLE t (a)')
  })
  afterEach(() => {
    database.close()
    rmSync(folder, { recursive: true })
  })

  /** What becomes of a statement inside a transaction that has written: its effect as seen after the commit, or its error. */
  function inTransaction(text: string, probe: string): { readonly before: unknown; readonly after: unknown; readonly error: boolean } {
    const before = database.prepare(probe).pluck().get()
    let error = false
    database.exec('BEGIN IMMEDIATE; INSERT INTO t VALUES (1)')
    try {
      database.exec(text)
    } catch {
      error = true
    }
    database.exec('COMMIT')
    return { before, after: database.prepare(probe).pluck().get(), error }
  }

  it.each([
    ['VACUUM', 'VACUUM', 'SELECT 1'],
    ["VACUUM INTO 'copy.db'", 'VACUUM', 'SELECT 1'],
    ['PRAGMA journal_mode = WAL', 'PRAGMA journal_mode', 'PRAGMA journal_mode'],
    ['pragma main.journal_mode(wal)', 'PRAGMA journal_mode', 'PRAGMA journal_mode'],
    ['PRAGMA "synchronous" = OFF', 'PRAGMA synchronous', 'PRAGMA synchronous'],
    ['PRAGMA wal_checkpoint(TRUNCATE)', 'PRAGMA wal_checkpoint', 'SELECT 1'],
  ])('%s is refused, because in a transaction it fails or does nothing', (text, keyword, probe) => {
    expect(found(text, sqlite)).toEqual([`TRANSACTION_REFUSED ${keyword}`])
    expect(found(text, sqlite, { transaction: 'forbidden' })).toEqual([])
    const { before, after, error } = inTransaction(text, probe)
    expect(error || after === before).toBe(true)
  })

  it('DETACH is refused, because the transaction holds the other file too', () => {
    expect(found('DETACH DATABASE o', sqlite)).toEqual(['TRANSACTION_REFUSED DETACH'])
    database.exec(`ATTACH '${join(folder, 'o.db')}' AS o; CREATE TABLE o.x (a)`)
    expect(inTransaction('DETACH DATABASE o', 'SELECT 1').error).toBe(true)
  })

  it('ATTACH is not refused, because SQLite takes it in a transaction', () => {
    const attach = `ATTACH '${join(folder, 'o.db')}' AS o`
    expect(found(attach, sqlite)).toEqual([])
    expect(inTransaction(attach, 'SELECT 1').error).toBe(false)
  })

  it.each(['PRAGMA foreign_keys = OFF', 'pragma foreign_keys=0', 'PRAGMA main.foreign_keys(off)', 'PRAGMA "foreign_keys" = no'])(
    '%s is refused, because in a transaction it is ignored in silence',
    (text) => {
      expect(found(text, sqlite)).toEqual(['PRAGMA_IGNORED'])
      expect(inTransaction(text, 'PRAGMA foreign_keys')).toEqual({ before: 1, after: 1, error: false })
      expect(found(text, sqlite, { transaction: 'forbidden' })).toEqual([])
      expect(found(text, sqlite, { foreignKeys: 'suspended' })).toEqual([])
    },
  )

  it.each([
    'PRAGMA foreign_keys',
    'PRAGMA journal_mode',
    'PRAGMA synchronous',
    'PRAGMA user_version = 4',
    'PRAGMA foreign_key_check',
    'REINDEX',
    'ANALYZE',
    'CREATE TABLE vacuum (detach)',
  ])('%s is allowed', (text) => {
    expect(found(text, sqlite)).toEqual([])
    expect(inTransaction(text, 'SELECT 1').error).toBe(false)
  })

  it('a pragma that other engines do not know is their business', () => {
    expect(found('VACUUM', mysql)).toEqual([])
  })

  describe('a rebuild that would delete the rows of other tables is refused', () => {
    const dropThenRename =
      'CREATE TABLE new_p (id INTEGER PRIMARY KEY, x); INSERT INTO new_p (id) SELECT id FROM p; DROP TABLE p; ALTER TABLE new_p RENAME TO p'
    const renameThenDrop =
      'ALTER TABLE p RENAME TO old_p; CREATE TABLE p (id INTEGER PRIMARY KEY, x); INSERT INTO p (id) SELECT id FROM old_p; DROP TABLE old_p'
    const dropThenCreate =
      'CREATE TEMP TABLE copy AS SELECT * FROM p; DROP TABLE p; CREATE TABLE p (id INTEGER PRIMARY KEY, x); INSERT INTO p (id) SELECT id FROM copy; DROP TABLE copy'

    const keep = 'CREATE TABLE keep AS SELECT * FROM p; DROP TABLE p'
    const created = `${keep}; CREATE TABLE p (id INTEGER PRIMARY KEY, x)`

    it.each([
      ['dropped, then another renamed to it', dropThenRename, 'p'],
      ['renamed away, then dropped', renameThenDrop, 'old_p'],
      ['dropped, created again and filled', dropThenCreate, 'p'],
      ['filled by what begins with WITH', `${created}; WITH k AS (SELECT id FROM keep) INSERT INTO p (id) SELECT id FROM k`, 'p'],
      [
        'replaced by it',
        `${created}; WITH k AS (SELECT id FROM keep), l AS (SELECT id FROM k) REPLACE INTO main.p (id) SELECT id FROM l`,
        'p',
      ],
      [
        'filled from what is called replace',
        `${created}; WITH replace AS (SELECT id FROM keep) INSERT INTO p (id) SELECT id FROM replace`,
        'p',
      ],
      ['made of a SELECT', `${keep}; CREATE TABLE p AS SELECT id, 0 AS x FROM keep`, 'p'],
      [
        'made of a SELECT, if it is not there',
        `${keep}; CREATE TABLE IF NOT EXISTS "main"."P" AS WITH k AS (SELECT 1) SELECT * FROM keep`,
        'p',
      ],
    ])('%s', (_how, script, table) => {
      database.exec(
        'CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p REFERENCES p (id) ON DELETE CASCADE); INSERT INTO p VALUES (1); INSERT INTO c VALUES (1)',
      )
      expect(found(script, sqlite)).toEqual([`REBUILD_UNSAFE ${table}`])
      expect(inTransaction(script, 'SELECT count(*) FROM c')).toEqual({ before: 1, after: 0, error: false })
    })

    it.each([
      'DROP TABLE IF EXISTS p; ALTER TABLE q RENAME TO p',
      'drop table main."P"; alter table main.[q] rename to `p`',
      'DROP TABLE \'p\'; ALTER TABLE "a;b" RENAME TO P',
      'ALTER TABLE q RENAME TO p; SELECT 1; DROP TABLE p',
      'DROP TABLE p; CREATE TABLE IF NOT EXISTS main.p (x); INSERT OR IGNORE INTO main.p SELECT 1',
    ])('however it is written: %s', (script) => expect(found(script, sqlite)).toEqual(['REBUILD_UNSAFE p']))

    it.each([
      'DROP TABLE p',
      'DROP TABLE p; ALTER TABLE q RENAME TO r',
      'DROP TABLE p; ALTER TABLE q RENAME COLUMN x TO p',
      'DROP INDEX p; ALTER TABLE q RENAME TO p',
      'DROP TABLE p; CREATE TABLE p (x)',
      'DROP TABLE p; CREATE TABLE p (x, y GENERATED ALWAYS AS (x + 1))',
      'DROP TABLE p; CREATE TABLE q AS SELECT 1',
      'DROP TABLE p; CREATE TABLE p (x); WITH k AS (SELECT 1) UPDATE q SET x = (SELECT 1 FROM k)',
      'DROP TABLE p; CREATE TABLE p (x); WITH k AS (SELECT 1) INSERT INTO q SELECT * FROM k',
      "DROP TABLE p; CREATE TABLE p (x); INSERT INTO p VALUES ('SELECT')",
      'CREATE TABLE p (x); INSERT INTO p SELECT 1; DROP TABLE p',
      'ALTER TABLE p RENAME TO q; DROP TABLE r',
    ])('but not %s', (script) => expect(found(script, sqlite)).toEqual([]))

    it.each([
      `${created}; WITH k AS (SELECT id FROM keep) INSERT INTO p (id) SELECT id FROM k`,
      `${keep}; CREATE TABLE p AS SELECT id FROM keep`,
    ])('and by a function, statement by statement: %s', (script) => {
      const splitting = split(script, sqlite.lexis)
      const ask = codeGuard(sqlite, 'enforced')
      const answers = splitting.ok ? splitting.statements.map((statement) => ask(statement, 'none')) : []
      expect(answers.at(-1)).toBe('REBUILD_UNSAFE')
      expect(answers.slice(0, -1)).toEqual(answers.slice(0, -1).map(() => undefined))
    })

    it('and stays so with a pragma that is ignored in the transaction', () => {
      const drizzle = `PRAGMA foreign_keys=OFF; ${dropThenRename}; PRAGMA foreign_keys=ON`
      expect(found(drizzle, sqlite)).toEqual(['PRAGMA_IGNORED', 'PRAGMA_IGNORED', 'REBUILD_UNSAFE p'])
      expect(found(drizzle, sqlite, { foreignKeys: 'suspended' })).toEqual([])
    })

    it('without a transaction the pragma counts, from where it stands', () => {
      const forbidden = { transaction: 'forbidden' } as const
      expect(found(`PRAGMA foreign_keys=OFF; ${dropThenRename}; PRAGMA foreign_keys=ON`, sqlite, forbidden)).toEqual([])
      expect(found(`${dropThenRename}; PRAGMA foreign_keys=OFF`, sqlite, forbidden)).toEqual(['REBUILD_UNSAFE p'])
      expect(found(`PRAGMA foreign_keys=OFF; PRAGMA foreign_keys=ON; ${dropThenRename}`, sqlite, forbidden)).toEqual(['REBUILD_UNSAFE p'])
    })

    it('and is safe with foreign keys suspended, and on other engines', () => {
      expect(found(dropThenRename, sqlite, { foreignKeys: 'suspended' })).toEqual([])
      expect(found(dropThenRename, postgres)).toEqual([])
      expect(found(dropThenRename, mysql)).toEqual([])
    })
  })
})
