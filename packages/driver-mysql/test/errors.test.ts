// Owns: every error that can be provoked on a MariaDB, those of other servers as they were recorded, and what becomes of them.

import { inspect } from 'node:util'
import { describeOn } from '@godwit/servers/vitest'
import { createConnection, type Connection } from 'mysql2/promise'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { DriverReason } from '@godwit/core/driver'
import { driverError } from '../src/errors.ts'
import { block, numberOf, rejection, sessionOn } from './session.ts'

async function thrown(work: () => Promise<unknown>): Promise<unknown> {
  try {
    await work()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

describeOn('mariadb', (server) => {
  async function connected(settings: readonly string[] = []): Promise<Connection> {
    const { url } = await server.freshDatabase()
    const connection = await createConnection(url)
    onTestFinished(() => connection.destroy())
    for (const text of [
      'CREATE TABLE t (a INT PRIMARY KEY, b INT UNIQUE, c INT NOT NULL DEFAULT 0 CHECK (c < 10), d VARCHAR(3), e ENUM("x"))',
      'CREATE TABLE child (t INT, CONSTRAINT parent FOREIGN KEY (t) REFERENCES t (a))',
      'INSERT INTO t (a, b) VALUES (1, 1)',
      'INSERT INTO child VALUES (1)',
      "CREATE PROCEDURE objects() SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'rows stay'",
      ...settings,
    ]) {
      await connection.query(text)
    }
    return connection
  }

  test.each<[what: string, text: string, code: string, reason: DriverReason, settings?: readonly string[]]>([
    ['a duplicate key', 'INSERT INTO t (a) VALUES (1)', 'ER_DUP_ENTRY', 'constraint'],
    ['a missing value', 'INSERT INTO t (a, c) VALUES (2, NULL)', 'ER_BAD_NULL_ERROR', 'constraint'],
    ['no value for a column without a default', 'INSERT INTO t (b) VALUES (9)', 'ER_NO_DEFAULT_FOR_FIELD', 'constraint'],
    ['a failed check', 'INSERT INTO t (a, c) VALUES (2, 10)', '4025', 'constraint'],
    ['a missing parent', 'INSERT INTO child VALUES (77)', 'ER_NO_REFERENCED_ROW_2', 'constraint'],
    ['a parent with children', 'DELETE FROM t', 'ER_ROW_IS_REFERENCED_2', 'constraint'],
    ['a text that is too long', "INSERT INTO t (a, d) VALUES (2, 'long')", 'ER_DATA_TOO_LONG', 'constraint'],
    ['a number out of range', 'INSERT INTO t (a) VALUES (99999999999)', 'ER_WARN_DATA_OUT_OF_RANGE', 'constraint'],
    ['a word for a number', "INSERT INTO t (a) VALUES ('x')", 'ER_TRUNCATED_WRONG_VALUE_FOR_FIELD', 'constraint'],
    ['a word that is not in the list', "INSERT INTO t (a, e) VALUES (2, 'y')", 'WARN_DATA_TRUNCATED', 'constraint'],
    ['a procedure that objects', 'CALL objects()', 'ER_SIGNAL_EXCEPTION', 'constraint'],
    ['an unknown word', 'SELEC 1', 'ER_PARSE_ERROR', 'syntax'],
    ['no statement', '', 'ER_EMPTY_QUERY', 'syntax'],
    ['no such table', 'SELECT * FROM nowhere', 'ER_NO_SUCH_TABLE', 'missing-object'],
    ['no such column', 'SELECT nowhere FROM t', 'ER_BAD_FIELD_ERROR', 'missing-object'],
    ['no such table to drop', 'DROP TABLE nowhere', 'ER_BAD_TABLE_ERROR', 'missing-object'],
    ['no such index', 'DROP INDEX nowhere ON t', 'ER_CANT_DROP_FIELD_OR_KEY', 'missing-object'],
    ['no such column for an index', 'CREATE INDEX i ON t (nowhere)', 'ER_KEY_COLUMN_DOES_NOT_EXITS', 'missing-object'],
    ['no such procedure', 'CALL nowhere()', 'ER_SP_DOES_NOT_EXIST', 'missing-object'],
    ['no such trigger', 'DROP TRIGGER nowhere', 'ER_TRG_DOES_NOT_EXIST', 'missing-object'],
    ['no such database', 'USE nowhere', 'ER_BAD_DB_ERROR', 'missing-object'],
    ['a table that is there already', 'CREATE TABLE t (a INT)', 'ER_TABLE_EXISTS_ERROR', 'unknown'],
    ['a column that is there already', 'ALTER TABLE t ADD COLUMN a INT', 'ER_DUP_FIELDNAME', 'unknown'],
    ['an index that is there already', 'CREATE INDEX a ON t (c)', 'ER_DUP_KEYNAME', 'unknown', ['CREATE INDEX a ON t (d)']],
    [
      'a statement that takes too long',
      'SELECT 2 FROM (SELECT BENCHMARK(900000000, SHA2(1, 512))) AS x',
      '1969',
      'statement-timeout',
      ['SET max_statement_time = 0.01'],
    ],
    [
      'a transaction that only reads',
      'INSERT INTO t (a) VALUES (2)',
      'ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION',
      'storage',
      ['START TRANSACTION READ ONLY'],
    ],
    [
      'a full table',
      "INSERT INTO small SELECT REPEAT('x', 60000) FROM seq_1_to_99",
      'ER_RECORD_FILE_FULL',
      'storage',
      ['SET max_heap_table_size = 16384', 'CREATE TABLE small (a VARCHAR(60000) CHARACTER SET latin1) ENGINE = MEMORY'],
    ],
    ['a table of ours that an engine would not read', 'SELECT * FROM information_schema.nowhere', 'ER_UNKNOWN_TABLE', 'missing-object'],
  ])('%s', async (_, text, code, reason, settings) => {
    const connection = await connected(settings)
    const native = await thrown(() => connection.query(text))
    const error = driverError(native)
    expect(error).toMatchObject({ code, reason, outcome: 'not-applied', retryable: false, cause: native })
    expect(error.message).toBe((native as Error).message)
  })

  describe('somebody without rights', () => {
    test.each<[what: string, text: string, code: string]>([
      ['reads', 'SELECT * FROM mysql.user', 'ER_TABLEACCESS_DENIED_ERROR'],
      ['sets', 'SET GLOBAL max_connections = 5', 'ER_SPECIFIC_ACCESS_DENIED_ERROR'],
      ['enters', 'USE mysql', 'ER_DBACCESS_DENIED_ERROR'],
    ])('who %s is told permission', async (_what, text, code) => {
      const { host, port, database } = await server.freshDatabase()
      const user = `u${database}`.slice(0, 60)
      await server.query(`CREATE USER ${user}@'%' IDENTIFIED BY 'hush'`)
      onTestFinished(() => void server.query(`DROP USER ${user}@'%'`))
      await server.query(`GRANT SELECT ON ${database}.* TO ${user}@'%'`)
      const session = await sessionOn({ host, port, user, password: 'hush', database })
      expect(await rejection(session.run(text))).toMatchObject({ reason: 'permission', code, outcome: 'not-applied' })
      expect(await rejection(sessionOn({ host, port, user, password: 'wrong' }))).toMatchObject({
        reason: 'authentication',
        code: 'ER_ACCESS_DENIED_ERROR',
        outcome: 'not-applied',
      })
    })
  })

  test('a session that another one ends is a lost connection, with an unknown outcome', async () => {
    const { url } = await server.freshDatabase()
    const [victim, killer] = [await sessionOn(url), await sessionOn(url)]
    const running = rejection(victim.run('SELECT BENCHMARK(4000000000, SHA2(1, 512))'))
    const started = `SELECT count(*) AS n FROM information_schema.processlist WHERE id = ${numberOf(victim)} AND command = 'Query'`
    while ((await killer.run(started)).rows[0]?.['n'] === 0);
    await killer.run(`KILL CONNECTION ${numberOf(victim)}`)
    expect(await running).toMatchObject({ reason: 'connection', outcome: 'unknown' })
  })

  test('a statement that another one cancels was not applied', async () => {
    const { url } = await server.freshDatabase()
    const [victim, killer] = [await sessionOn(url), await sessionOn(url)]
    await victim.run('CREATE TABLE t (a INT)')
    const running = rejection(victim.run('INSERT INTO t SELECT 2 FROM (SELECT BENCHMARK(4000000000, SHA2(1, 512))) AS x'))
    const started = `SELECT count(*) AS n FROM information_schema.processlist WHERE id = ${numberOf(victim)} AND command = 'Query'`
    while ((await killer.run(started)).rows[0]?.['n'] === 0);
    await killer.run(`KILL QUERY ${numberOf(victim)}`)
    expect(await running).toMatchObject({ reason: 'statement-timeout', code: 'ER_QUERY_INTERRUPTED', outcome: 'not-applied' })
    expect((await victim.run('SELECT * FROM t')).rows).toEqual([])
  })

  test('a row that somebody holds, asked for without waiting', async () => {
    const { url } = await server.freshDatabase()
    const [holder, other] = [await sessionOn(url), await sessionOn(url)]
    await holder.run('CREATE TABLE t (a INT PRIMARY KEY)')
    await holder.run('INSERT INTO t VALUES (1)')
    const held = await holder.begin()
    await held.run('SELECT * FROM t FOR UPDATE')
    expect(await rejection(other.run('SELECT * FROM t FOR UPDATE NOWAIT'))).toMatchObject({
      reason: 'lock-timeout',
      retryable: true,
      outcome: 'not-applied',
    })
    await held.rollback()
  })

  describe('a password of every awkward character', () => {
    const PASSWORD = `p@:/#%$'" ?&=+\\;é<%41>`

    test('S-X11: lets in, by URL and by configuration, and shows in no error, however deep one looks', async () => {
      const { host, port, database } = await server.freshDatabase()
      const user = `s${database}`.slice(0, 60)
      await server.query(`CREATE USER ${user}@'%' IDENTIFIED BY ?`, [PASSWORD])
      onTestFinished(() => void server.query(`DROP USER ${user}@'%'`))
      await server.query(`GRANT ALL ON ${database}.* TO ${user}@'%'`)
      const config = { host, port, user, password: PASSWORD, database }
      const url = `mysql://${user}:${encodeURIComponent(PASSWORD)}@${host}:${port}/${database}`
      const errors = []
      for (const source of [config, url]) {
        const session = await sessionOn(source)
        expect((await session.run('SELECT CURRENT_USER() AS me')).rows).toEqual([{ me: `${user}@%` }])
        errors.push(
          await rejection(session.run('SELEC 1')),
          await rejection(session.run(`SELECT ${JSON.stringify(PASSWORD)} FROM ?`, [PASSWORD])),
          await rejection(session.run(`SELECT * FROM \`${url}\``)),
          await rejection(session.batch([block(`SELEC '${PASSWORD.replaceAll(/['\\]/g, '')}'`)])),
        )
        await session.close()
        errors.push(await rejection(session.run('SELECT 1')))
      }
      await server.query(`ALTER USER ${user}@'%' IDENTIFIED BY 'another'`)
      for (const source of [config, url, { ...config, port: 1 }, { ...config, ssl: { ca: PASSWORD } }])
        errors.push(await rejection(sessionOn(source)))
      for (const error of errors) {
        const shown = [inspect(error, { depth: Infinity, showHidden: true }), JSON.stringify(error), error.stack ?? ''].join('\n')
        for (const form of [PASSWORD, encodeURIComponent(PASSWORD), JSON.stringify(PASSWORD).slice(1, -1)])
          expect(shown).not.toContain(form)
      }
    })
  })
})

describe('recorded elsewhere', () => {
  /** As mysql2 makes them of an error packet. */
  const packet = (errno: number, code: string, sqlState: string, message: string): Error =>
    Object.assign(new Error(message), { errno, code, sqlState, sqlMessage: message, sql: 'SELECT 1' })
  const local = (code: string, message: string, more: object = {}): Error => Object.assign(new Error(message), { code, ...more })

  test.each<[Error, DriverReason, 'not-applied' | 'unknown', boolean]>([
    // MySQL 8
    [packet(3819, 'ER_CHECK_CONSTRAINT_VIOLATED', 'HY000', "Check constraint 't_chk_1' is violated."), 'constraint', 'not-applied', false],
    [
      packet(3024, 'ER_QUERY_TIMEOUT', 'HY000', 'Query execution was interrupted, maximum statement execution time exceeded'),
      'statement-timeout',
      'not-applied',
      false,
    ],
    [
      packet(3572, 'ER_LOCK_NOWAIT', 'HY000', 'Statement aborted because lock(s) could not be acquired immediately and NOWAIT is set.'),
      'lock-timeout',
      'not-applied',
      true,
    ],
    [
      packet(4031, 'ER_CLIENT_INTERACTION_TIMEOUT', 'HY000', 'The client was disconnected by the server because of inactivity.'),
      'connection',
      'unknown',
      false,
    ],
    [
      packet(
        1290,
        'ER_OPTION_PREVENTS_STATEMENT',
        'HY000',
        'The MySQL server is running with the --super-read-only option so it cannot execute this statement',
      ),
      'storage',
      'not-applied',
      false,
    ],
    [packet(1836, 'ER_READ_ONLY_MODE', 'HY000', 'Running in read-only mode'), 'storage', 'not-applied', false],
    // MariaDB
    [
      packet(1969, 'ER_STATEMENT_TIMEOUT', '70100', 'Query execution was interrupted (max_statement_time exceeded)'),
      'statement-timeout',
      'not-applied',
      false,
    ],
    [packet(4025, 'ER_CONSTRAINT_FAILED', '23000', 'CONSTRAINT `c` failed for `d`.`t`'), 'constraint', 'not-applied', false],
    [
      packet(3101, 'ER_TRANSACTION_ROLLBACK_DURING_COMMIT', '40000', 'Plugin instructed the server to rollback the current transaction.'),
      'deadlock',
      'not-applied',
      true,
    ],
    [packet(1020, 'ER_CHECKREAD', 'HY000', "Record has changed since last read in table 't'"), 'serialization', 'not-applied', true],
    [packet(1927, 'ER_CONNECTION_KILLED', '70100', 'Connection was killed'), 'connection', 'unknown', false],
    // Galera
    [
      packet(1213, 'ER_LOCK_DEADLOCK', '40001', 'Deadlock found when trying to get lock; try restarting transaction'),
      'deadlock',
      'not-applied',
      true,
    ],
    [
      packet(1047, 'ER_UNKNOWN_COM_ERROR', '08S01', 'WSREP has not yet prepared node for application use'),
      'connection',
      'not-applied',
      true,
    ],
    [packet(1180, 'ER_ERROR_DURING_COMMIT', 'HY000', 'Got error 5 "Input/output error" during COMMIT'), 'unknown', 'unknown', false],
    [
      packet(1180, 'ER_ERROR_DURING_COMMIT', 'HY000', "Got error 149 - 'Lock deadlock; Retry transaction' during COMMIT"),
      'deadlock',
      'not-applied',
      true,
    ],
    // Both
    [
      packet(1205, 'ER_LOCK_WAIT_TIMEOUT', 'HY000', 'Lock wait timeout exceeded; try restarting transaction'),
      'lock-timeout',
      'not-applied',
      true,
    ],
    [packet(1040, 'ER_CON_COUNT_ERROR', '08004', 'Too many connections'), 'connection', 'not-applied', true],
    [
      packet(1203, 'ER_TOO_MANY_USER_CONNECTIONS', '42000', 'User u already has more than max_user_connections active connections'),
      'connection',
      'not-applied',
      true,
    ],
    [
      packet(1129, 'ER_HOST_IS_BLOCKED', 'HY000', "Host '10.0.0.7' is blocked because of many connection errors"),
      'connection',
      'not-applied',
      false,
    ],
    [
      packet(1130, 'ER_HOST_NOT_PRIVILEGED', 'HY000', "Host '10.0.0.7' is not allowed to connect to this server"),
      'authentication',
      'not-applied',
      false,
    ],
    [packet(1053, 'ER_SERVER_SHUTDOWN', '08S01', 'Server shutdown in progress'), 'connection', 'unknown', false],
    [
      packet(1153, 'ER_NET_PACKET_TOO_LARGE', '08S01', "Got a packet bigger than 'max_allowed_packet' bytes"),
      'connection',
      'not-applied',
      false,
    ],
    [packet(1159, 'ER_NET_READ_INTERRUPTED', '08S01', 'Got timeout reading communication packets'), 'connection', 'unknown', false],
    [
      packet(1021, 'ER_DISK_FULL', 'HY000', 'Disk full (/tmp/#sql); waiting for someone to free some space...'),
      'storage',
      'not-applied',
      false,
    ],
    [packet(1114, 'ER_RECORD_FILE_FULL', 'HY000', "The table 't' is full"), 'storage', 'not-applied', false],
    [
      packet(1030, 'ER_GET_ERRNO', 'HY000', 'Got error 28 "No space left on device" from storage engine InnoDB'),
      'storage',
      'unknown',
      false,
    ],
    [packet(1712, 'ER_INDEX_CORRUPT', 'HY000', 'Index i is corrupted'), 'corrupt', 'not-applied', false],
    [packet(9999, 'ER_FROM_THE_FUTURE', 'HY000', 'Nobody knows this one'), 'unknown', 'not-applied', false],
    // The client and the operating system
    [local('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:1', { errno: -111 }), 'connection', 'not-applied', false],
    [local('ENOTFOUND', 'getaddrinfo ENOTFOUND db', { errno: -3008 }), 'connection', 'not-applied', false],
    [local('HANDSHAKE_NO_SSL_SUPPORT', 'Server does not support secure connection'), 'connection', 'not-applied', false],
    [
      local('PROTOCOL_CONNECTION_LOST', 'Connection lost: The server closed the connection.', { fatal: true }),
      'connection',
      'unknown',
      false,
    ],
    [local('ECONNRESET', 'read ECONNRESET', { errno: -104 }), 'connection', 'unknown', false],
    [local('EPIPE', 'write EPIPE', { errno: -32 }), 'connection', 'unknown', false],
    [local('ETIMEDOUT', 'read ETIMEDOUT', { errno: -110 }), 'connection', 'unknown', false],
    [new Error("Can't add new command when connection is in closed state"), 'connection', 'not-applied', false],
  ])('%s', (native, reason, outcome, retryable) => {
    expect(driverError(native)).toMatchObject({ reason, outcome, retryable, cause: native })
  })

  test('before anything was sent, nothing was applied', () => {
    expect(driverError(local('ECONNRESET', 'read ECONNRESET'), { moment: 'before' }).outcome).toBe('not-applied')
    expect(driverError(driverError(local('ECONNRESET', 'read ECONNRESET')), { moment: 'before' }).outcome).toBe('not-applied')
  })

  test('what shows a password is masked, and left behind where it cannot be', () => {
    const native = packet(1064, 'ER_PARSE_ERROR', '42000', "near 'hush'")
    const error = driverError(native, { secrets: ['hush'] })
    expect(error.message).toBe("near '***'")
    expect(error.cause).toBe(undefined)
    expect(driverError(Object.assign(new Error('no'), { sql: 'hush' }), { secrets: ['hush'] }).cause).toBe(undefined)
    expect(driverError(new Error('at mysql://u:other@h/d')).message).toBe('at mysql://u:***@h/d')
    expect(driverError(new Error('cannot execute'), { secrets: ['x'] }).message).toBe('cannot execute')
  })
})
