// Owns: every error that can be provoked, what the client throws for it, and what the driver makes of that.

import { openSync, rmSync, writeFileSync, writeSync, closeSync } from 'node:fs'
import { dirname } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { DriverReason } from '@godwit/core/driver'
import { driverError } from '../src/errors.ts'
import { scratchFile } from './session.ts'

type Database = InstanceType<typeof BetterSqlite3>

function open(file: string, options: BetterSqlite3.Options = {}): Database {
  const database = new BetterSqlite3(file, options)
  onTestFinished(() => void database.close())
  return database
}

function thrown(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

/** What `text` throws on a database in memory that has tables. */
function failing(text: string): () => unknown {
  return () => {
    const database = open(':memory:')
    database.exec(`
      CREATE TABLE t (a INTEGER PRIMARY KEY, b UNIQUE, c NOT NULL DEFAULT 0 CHECK (c < 10));
      CREATE TABLE s (a INTEGER) STRICT;
      CREATE TABLE child (t REFERENCES t(a));
      CREATE TRIGGER no_delete BEFORE DELETE ON t BEGIN SELECT RAISE(ABORT, 'rows stay'); END;
      INSERT INTO t (a, b) VALUES (1, 1)`)
    return thrown(() => database.exec(text))
  }
}

function locked(): unknown {
  const file = scratchFile()
  open(file).exec('BEGIN IMMEDIATE')
  return thrown(() => open(file, { timeout: 1 }).exec('BEGIN IMMEDIATE'))
}

function staleSnapshot(): unknown {
  const file = scratchFile()
  const [one, two] = [open(file), open(file)]
  one.exec('PRAGMA journal_mode = WAL; CREATE TABLE t (a)')
  one.exec('BEGIN; SELECT * FROM t')
  two.exec('INSERT INTO t VALUES (1)')
  return thrown(() => one.exec('INSERT INTO t VALUES (2)'))
}

function lockedByItself(): unknown {
  const database = open(':memory:')
  database.exec('CREATE TABLE t (a); INSERT INTO t VALUES (1), (2)')
  database.unsafeMode()
  const rows = database.prepare('SELECT * FROM t').iterate()
  rows.next()
  const error = thrown(() => database.exec('DROP TABLE t'))
  rows.return?.()
  return error
}

function full(): unknown {
  const database = open(scratchFile())
  database.exec('PRAGMA max_page_count = 3; CREATE TABLE t (a)')
  return thrown(() => database.exec('INSERT INTO t VALUES (zeroblob(100000))'))
}

function notADatabase(): unknown {
  const file = scratchFile()
  writeFileSync(file, 'This is a letter to my aunt, not a database. '.repeat(100))
  return thrown(() => open(file).exec('SELECT * FROM sqlite_schema'))
}

function damaged(): unknown {
  const file = scratchFile()
  const database = open(file)
  database.exec('CREATE TABLE t (a); INSERT INTO t VALUES (zeroblob(20000))')
  database.close()
  const handle = openSync(file, 'r+')
  writeSync(handle, Buffer.alloc(4096, 0xff), 0, 4096, 4096)
  closeSync(handle)
  return thrown(() => open(file).exec('SELECT * FROM t'))
}

function readOnlyConnection(): unknown {
  const file = scratchFile()
  open(file).exec('CREATE TABLE t (a)')
  return thrown(() => open(file, { readonly: true }).exec('INSERT INTO t VALUES (1)'))
}

function removed(): unknown {
  const file = scratchFile()
  const database = open(file)
  database.exec('CREATE TABLE t (a)')
  rmSync(file)
  return thrown(() => database.exec('INSERT INTO t VALUES (1)'))
}

describe('a native error', () => {
  test.each<[name: string, provoke: () => unknown, code: string, reason: DriverReason]>([
    ['another process writes', locked, 'SQLITE_BUSY', 'lock-timeout'],
    ['a snapshot has become old', staleSnapshot, 'SQLITE_BUSY_SNAPSHOT', 'serialization'],
    ['the connection itself reads the table', lockedByItself, 'SQLITE_LOCKED', 'lock-timeout'],
    ['a duplicate key', failing('INSERT INTO t (a) VALUES (1)'), 'SQLITE_CONSTRAINT_PRIMARYKEY', 'constraint'],
    ['a duplicate value', failing('INSERT INTO t (b) VALUES (1)'), 'SQLITE_CONSTRAINT_UNIQUE', 'constraint'],
    ['a missing value', failing('INSERT INTO t (c) VALUES (NULL)'), 'SQLITE_CONSTRAINT_NOTNULL', 'constraint'],
    ['a failed check', failing('INSERT INTO t (c) VALUES (10)'), 'SQLITE_CONSTRAINT_CHECK', 'constraint'],
    ['a missing parent', failing('INSERT INTO child VALUES (77)'), 'SQLITE_CONSTRAINT_FOREIGNKEY', 'constraint'],
    ['a trigger that objects', failing('DELETE FROM t'), 'SQLITE_CONSTRAINT_TRIGGER', 'constraint'],
    ['a text in a STRICT integer', failing("INSERT INTO s VALUES ('x')"), 'SQLITE_CONSTRAINT_DATATYPE', 'constraint'],
    ['a text as rowid', failing("INSERT INTO t (a) VALUES ('x')"), 'SQLITE_MISMATCH', 'constraint'],
    ['an unknown word', failing('SELEC 1'), 'SQLITE_ERROR', 'syntax'],
    ['an open string', failing("SELECT 'a"), 'SQLITE_ERROR', 'syntax'],
    ['a text that stops early', failing('CREATE TABLE x ('), 'SQLITE_ERROR', 'syntax'],
    ['no such table', failing('SELECT * FROM nowhere'), 'SQLITE_ERROR', 'missing-object'],
    ['no such column', failing('SELECT nowhere FROM t'), 'SQLITE_ERROR', 'missing-object'],
    ['no such column in an INSERT', failing('INSERT INTO t (z) VALUES (1)'), 'SQLITE_ERROR', 'missing-object'],
    ['no such index', failing('DROP INDEX nowhere'), 'SQLITE_ERROR', 'missing-object'],
    ['a table that is there already', failing('CREATE TABLE t (a)'), 'SQLITE_ERROR', 'unknown'],
    ['a blob without measure', failing('SELECT zeroblob(3000000000)'), 'SQLITE_TOOBIG', 'unknown'],
    ['a read-only connection', readOnlyConnection, 'SQLITE_READONLY', 'storage'],
    ['a file that was removed', removed, 'SQLITE_READONLY_DBMOVED', 'storage'],
    ['a full disk', full, 'SQLITE_FULL', 'storage'],
    ['a folder instead of a file', () => thrown(() => open(dirname(scratchFile()))), 'SQLITE_CANTOPEN', 'connection'],
    ['another kind of file', notADatabase, 'SQLITE_NOTADB', 'corrupt'],
    ['a damaged file', damaged, 'SQLITE_CORRUPT', 'corrupt'],
  ])('%s', (_, provoke, code, reason) => {
    const native = provoke() as Error & { code: string }
    expect(native.code).toBe(code)
    const retryable = reason === 'lock-timeout' || reason === 'serialization'
    expect(driverError(native)).toMatchObject({ code, reason, retryable, outcome: 'not-applied', message: native.message, cause: native })
  })

  // Not to be had without a broken disk or another build; the codes are SQLite's.
  test.each([
    ['SQLITE_IOERR_FSYNC', 'storage', 'unknown'],
    ['SQLITE_PROTOCOL', 'lock-timeout', 'not-applied'],
    ['SQLITE_INTERRUPT', 'statement-timeout', 'not-applied'],
    ['SQLITE_AUTH', 'permission', 'not-applied'],
    ['SQLITE_CANTOPEN_ISDIR', 'connection', 'not-applied'],
    ['SQLITE_SOMETHING_NEW', 'unknown', 'not-applied'],
  ])('%s', (code, reason, outcome) => {
    expect(driverError(new BetterSqlite3.SqliteError('words', code))).toMatchObject({ code, reason, outcome })
  })

  test('without a code is what the client refused, or unknown in every respect', () => {
    const tooFew = thrown(() => open(':memory:').prepare('SELECT ?').all())
    expect(driverError(tooFew)).toMatchObject({ reason: 'unknown', outcome: 'not-applied' })
    expect(driverError(new Error('out of the blue'))).toMatchObject({ reason: 'unknown', outcome: 'unknown' })
    expect(driverError('a text')).toMatchObject({ message: 'a text', outcome: 'unknown' })
  })
})
