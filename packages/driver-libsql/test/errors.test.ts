// Owns: every error that can be provoked on a file, those of a server as they were recorded, and what becomes of them.

import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { createClient, LibsqlError, type Client, type Config } from '@libsql/client'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { DriverReason } from '@godwit/core/driver'
import { driverError } from '../src/errors.ts'
import { masked } from '../src/secrets.ts'
import { scratchFile } from './session.ts'

function open(file: string, options: Partial<Config> = {}): Client {
  const client = createClient({ url: file === ':memory:' ? file : `file:${file}`, ...options })
  onTestFinished(() => client.close())
  return client
}

async function thrown(work: () => unknown): Promise<unknown> {
  try {
    await work()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

/** What `text` throws on a database in memory that has tables. */
function failing(text: string): () => Promise<unknown> {
  return async () => {
    const client = open(':memory:')
    await client.executeMultiple(`
      CREATE TABLE t (a INTEGER PRIMARY KEY, b UNIQUE, c NOT NULL DEFAULT 0 CHECK (c < 10));
      CREATE TABLE s (a INTEGER) STRICT;
      CREATE TABLE child (t REFERENCES t(a));
      CREATE TRIGGER no_delete BEFORE DELETE ON t BEGIN SELECT RAISE(ABORT, 'rows stay'); END;
      INSERT INTO t (a, b) VALUES (1, 1)`)
    return await thrown(() => client.execute(text))
  }
}

async function locked(): Promise<unknown> {
  const file = scratchFile()
  const held = await open(file).transaction('write')
  onTestFinished(() => held.close())
  return await thrown(() => open(file, { timeout: 1 }).executeMultiple('BEGIN IMMEDIATE'))
}

async function staleSnapshot(): Promise<unknown> {
  const file = scratchFile()
  const [one, two] = [open(file), open(file)]
  await one.executeMultiple('PRAGMA journal_mode = WAL; CREATE TABLE t (a)')
  const reading = await one.transaction('deferred')
  onTestFinished(() => reading.close())
  await reading.execute('SELECT * FROM t')
  await two.executeMultiple('INSERT INTO t VALUES (1)')
  return await thrown(() => reading.execute('INSERT INTO t VALUES (2)'))
}

async function full(): Promise<unknown> {
  const client = open(scratchFile(), { concurrency: 1 })
  await client.executeMultiple('PRAGMA max_page_count = 3; CREATE TABLE t (a)')
  return await thrown(() => client.execute('INSERT INTO t VALUES (zeroblob(100000))'))
}

async function notADatabase(): Promise<unknown> {
  const file = scratchFile()
  writeFileSync(file, 'This is a letter to my aunt, not a database. '.repeat(100))
  return await thrown(() => open(file).execute('SELECT * FROM sqlite_schema'))
}

async function damaged(): Promise<unknown> {
  const file = scratchFile()
  await open(file).executeMultiple('CREATE TABLE t (a); INSERT INTO t VALUES (zeroblob(20000))')
  const handle = openSync(file, 'r+')
  writeSync(handle, Buffer.alloc(4096, 0xff), 0, 4096, 4096)
  closeSync(handle)
  return await thrown(() => open(file).execute('SELECT * FROM t'))
}

async function readOnly(): Promise<unknown> {
  const client = open(':memory:')
  await client.executeMultiple('CREATE TABLE t (a); PRAGMA query_only = ON')
  return await thrown(() => client.execute('INSERT INTO t VALUES (1)'))
}

async function busyMemory(): Promise<unknown> {
  const client = open(':memory:')
  const held = await client.transaction('write')
  onTestFinished(() => held.close())
  return await thrown(() => client.execute('SELECT 1'))
}

async function rolledBack(): Promise<unknown> {
  const transaction = await open(':memory:').transaction('write')
  await transaction.rollback()
  return await thrown(() => transaction.execute('SELECT 1'))
}

async function closed(): Promise<unknown> {
  const client = open(':memory:')
  client.close()
  return await thrown(() => client.execute('SELECT 1'))
}

describe('a native error of a file', () => {
  test.each<[name: string, provoke: () => Promise<unknown>, code: string, reason: DriverReason, words: string]>([
    ['another process writes', locked, 'SQLITE_BUSY', 'lock-timeout', 'database is locked'],
    ['a snapshot has become old', staleSnapshot, 'SQLITE_BUSY_SNAPSHOT', 'serialization', 'database is locked'],
    ['the only connection is taken', busyMemory, 'TRANSACTION_ACTIVE', 'lock-timeout', 'This client has a single connection'],
    [
      'a duplicate key',
      failing('INSERT INTO t (a) VALUES (1)'),
      'SQLITE_CONSTRAINT_PRIMARYKEY',
      'constraint',
      'UNIQUE constraint failed: t.a',
    ],
    [
      'a duplicate value',
      failing('INSERT INTO t (b) VALUES (1)'),
      'SQLITE_CONSTRAINT_UNIQUE',
      'constraint',
      'UNIQUE constraint failed: t.b',
    ],
    [
      'a missing value',
      failing('INSERT INTO t (c) VALUES (NULL)'),
      'SQLITE_CONSTRAINT_NOTNULL',
      'constraint',
      'NOT NULL constraint failed',
    ],
    ['a failed check', failing('INSERT INTO t (c) VALUES (10)'), 'SQLITE_CONSTRAINT_CHECK', 'constraint', 'CHECK constraint failed'],
    [
      'a missing parent',
      failing('INSERT INTO child VALUES (77)'),
      'SQLITE_CONSTRAINT_FOREIGNKEY',
      'constraint',
      'FOREIGN KEY constraint failed',
    ],
    ['a trigger that objects', failing('DELETE FROM t'), 'SQLITE_CONSTRAINT_TRIGGER', 'constraint', 'rows stay'],
    ['a text in a STRICT integer', failing("INSERT INTO s VALUES ('x')"), 'SQLITE_CONSTRAINT', 'constraint', 'cannot store TEXT'],
    ['a text as rowid', failing("INSERT INTO t (a) VALUES ('x')"), 'SQLITE_MISMATCH', 'constraint', 'datatype mismatch'],
    ['an unknown word', failing('SELEC 1'), 'SQLITE_ERROR', 'syntax', 'near "SELEC": syntax error'],
    ['an open string', failing("SELECT 'a"), 'SQLITE_ERROR', 'syntax', 'unrecognized token'],
    ['a text that stops early', failing('CREATE TABLE x ('), 'SQLITE_ERROR', 'syntax', 'incomplete input'],
    ['no statement', failing('-- nothing'), 'SQLITE_OK', 'syntax', 'not an error'],
    ['no such table', failing('SELECT * FROM nowhere'), 'SQLITE_ERROR', 'missing-object', 'no such table: nowhere'],
    ['no such column', failing('SELECT nowhere FROM t'), 'SQLITE_ERROR', 'missing-object', 'no such column: nowhere'],
    ['no such column in an INSERT', failing('INSERT INTO t (z) VALUES (1)'), 'SQLITE_ERROR', 'missing-object', 'has no column named z'],
    ['a table that is there already', failing('CREATE TABLE t (a)'), 'SQLITE_ERROR', 'unknown', 'table t already exists'],
    ['a read-only connection', readOnly, 'SQLITE_READONLY', 'storage', 'attempt to write a readonly database'],
    ['a full disk', full, 'SQLITE_FULL', 'storage', 'database or disk is full'],
    [
      'a folder instead of a file',
      () => thrown(() => open(dirname(scratchFile()))),
      'SQLITE_CANTOPEN',
      'connection',
      'Unable to open connection',
    ],
    ['another kind of file', notADatabase, 'SQLITE_NOTADB', 'corrupt', 'file is not a database'],
    ['a damaged file', damaged, 'SQLITE_CORRUPT', 'corrupt', 'database disk image is malformed'],
    ['a transaction that has ended', rolledBack, 'TRANSACTION_CLOSED', 'unknown', 'The transaction is closed'],
    ['a closed client', closed, 'CLIENT_CLOSED', 'connection', 'The client is closed'],
  ])('%s', async (_, provoke, code, reason, words) => {
    const native = await provoke()
    const error = driverError(native)
    const retryable = reason === 'lock-timeout' || reason === 'serialization'
    expect(error).toMatchObject({ code, reason, retryable, outcome: 'not-applied', cause: native })
    expect(error.message.startsWith('SQLITE_')).toBe(false)
    expect(error.message).toContain(words)
  })
})

// Recorded from sqld 0.24.32 through the client 0.18.0, or, where only a mishap gives them, named by their sources.
describe('a native error of a server', () => {
  const answered = (code: string, message: string, cause?: Error): Error => new LibsqlError(message, code, undefined, undefined, cause)
  const status = (number: number): Error =>
    answered(
      'SERVER_ERROR',
      `Server returned HTTP status ${number}`,
      Object.assign(new Error(), { name: 'HttpServerError', status: number }),
    )
  const unsent = (code: string): Error =>
    new TypeError('fetch failed', { cause: Object.assign(new Error(`connect ${code} 127.0.0.1:1`), { code }) })

  test.each<[native: Error, reason: DriverReason, outcome: 'not-applied' | 'unknown', message: string]>([
    [
      answered('SQLITE_CONSTRAINT', 'SQLite error: UNIQUE constraint failed: t.a'),
      'constraint',
      'not-applied',
      'UNIQUE constraint failed: t.a',
    ],
    [answered('SQLITE_BUSY', 'SQLite error: database is locked'), 'lock-timeout', 'not-applied', 'database is locked'],
    [answered('SQLITE_UNKNOWN', 'SQLite error: no such table: nope'), 'missing-object', 'not-applied', 'no such table: nope'],
    [
      answered('SQLITE_UNKNOWN', 'SQLite error: cannot commit - no transaction is active'),
      'unknown',
      'not-applied',
      'cannot commit - no transaction is active',
    ],
    [
      answered('SQL_INPUT_ERROR', 'SQL input error: no such column: ä (at offset 7)'),
      'missing-object',
      'not-applied',
      'no such column: ä (at offset 7)',
    ],
    [
      answered('SQL_INPUT_ERROR', 'SQL input error: table dp already exists (at offset 13)'),
      'unknown',
      'not-applied',
      'table dp already exists (at offset 13)',
    ],
    [
      answered('SQL_PARSE_ERROR', 'SQL string could not be parsed: syntax error around L1:6: `selec`'),
      'syntax',
      'not-applied',
      'SQL string could not be parsed: syntax error around L1:6: `selec`',
    ],
    [
      answered('SQL_MANY_STATEMENTS', 'SQL string contains more than one statement'),
      'syntax',
      'not-applied',
      'SQL string contains more than one statement',
    ],
    [
      answered('ARGS_INVALID', 'Arguments do not match SQL parameters: value for parameter 2 not found'),
      'unknown',
      'not-applied',
      'Arguments do not match SQL parameters: value for parameter 2 not found',
    ],
    [
      answered('AUTH_JWT_INVALID', 'Authentication failed: The JWT is invalid'),
      'authentication',
      'not-applied',
      'Authentication failed: The JWT is invalid',
    ],
    [answered('BLOCKED', 'Operation was blocked'), 'permission', 'not-applied', 'Operation was blocked'],
    [answered('TRANSACTION_TIMEOUT', 'Transaction timed out'), 'serialization', 'not-applied', 'Transaction timed out'],
    [
      answered('STREAM_EXPIRED', 'The stream has expired due to inactivity'),
      'connection',
      'not-applied',
      'The stream has expired due to inactivity',
    ],
    [
      answered('HRANA_WEBSOCKET_ERROR', 'WebSocket was closed with code 1006'),
      'connection',
      'unknown',
      'WebSocket was closed with code 1006',
    ],
    [
      answered('HRANA_WEBSOCKET_ERROR', 'connect ECONNREFUSED 127.0.0.1:1'),
      'connection',
      'not-applied',
      'connect ECONNREFUSED 127.0.0.1:1',
    ],
    [
      answered('HRANA_WEBSOCKET_ERROR', 'getaddrinfo ENOTFOUND no.such.host.invalid'),
      'connection',
      'not-applied',
      'getaddrinfo ENOTFOUND no.such.host.invalid',
    ],
    [answered('HRANA_PROTO_ERROR', 'Received something strange'), 'connection', 'unknown', 'Received something strange'],
    [
      answered('UNKNOWN', 'Client is closed: ClientError: Client was manually closed'),
      'connection',
      'not-applied',
      'Client is closed: ClientError: Client was manually closed',
    ],
    [status(401), 'authentication', 'not-applied', 'Server returned HTTP status 401'],
    [status(403), 'permission', 'not-applied', 'Server returned HTTP status 403'],
    [status(404), 'connection', 'not-applied', 'Server returned HTTP status 404'],
    [status(500), 'connection', 'unknown', 'Server returned HTTP status 500'],
    [status(502), 'connection', 'unknown', 'Server returned HTTP status 502'],
    [unsent('ECONNREFUSED'), 'connection', 'not-applied', 'fetch failed: connect ECONNREFUSED 127.0.0.1:1'],
    [unsent('ECONNRESET'), 'connection', 'unknown', 'fetch failed: connect ECONNRESET 127.0.0.1:1'],
    [new TypeError('fetch failed', { cause: new Error('other side closed') }), 'connection', 'unknown', 'fetch failed: other side closed'],
    [
      new RangeError('Received integer which cannot be safely represented'),
      'unknown',
      'unknown',
      'Received integer which cannot be safely represented',
    ],
  ])('%s', (native, reason, outcome, message) => {
    const retryable = reason === 'lock-timeout' || reason === 'serialization'
    expect(driverError(native)).toMatchObject({ reason, outcome, retryable, message, cause: native })
  })
})

test('a message shows no secret, and then not its native error either', () => {
  expect(masked('to https://user:pass@host?authToken=abc&x=1 with Bearer xyz and t0ken', 't0ken')).toBe(
    'to https://user:***@host?authToken=***&x=1 with Bearer *** and ***',
  )
  const error = driverError(new TypeError('"Bearer t0ken" is an invalid header value'), { secret: 't0ken' })
  expect(error.message).not.toContain('t0ken')
  expect(error.cause).toBeUndefined()
})
