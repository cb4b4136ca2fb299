// Owns: what opening takes, what it refuses, and that it ends.

import { execFile, execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Migrator } from '@godwit/core'
import { describeOn } from '@godwit/servers/vitest'
import { createConnection, createPool } from 'mysql2'
import * as promised from 'mysql2/promise'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Session } from '@godwit/core/driver'
import { dialectOfServer } from '../src/dialect.ts'
import { mysql } from '../src/index.ts'
import { block, driverOn, numberOf, rejection, sessionOn } from './session.ts'

describeOn('mariadb', (server) => {
  describe('a connection of our own', () => {
    test('costs one round trip beside the login, and a session for writing after one for reading none', async () => {
      const driver = driverOn((await server.freshDatabase()).url)
      const reading = await driver.open('read')
      expect(reading.roundTrips).toBe(1)
      await reading.run('SELECT 1')
      expect(reading.roundTrips).toBe(2)
      await reading.close()
      const writing = await driver.open('write')
      expect(writing.id).toBe(reading.id)
      expect(writing.roundTrips).toBe(0)
    })

    test.each([
      ['a setting', 'SET @a = 1'],
      ['a variable of a query', 'SELECT @a := 1'],
      ['a lock', `SELECT GET_LOCK('a', 0)`],
      ['a temporary table', 'CREATE TEMPORARY TABLE mine (a INT)'],
    ])('is not given to the next session with %s on it', async (_, text) => {
      const driver = driverOn((await server.freshDatabase()).url)
      const first = await driver.open('read')
      await first.run(text)
      await first.close()
      expect((await driver.open('write')).id).not.toBe(first.id)
    })

    test('which the server ended while it waited is not used', async () => {
      const { url } = await server.freshDatabase()
      const [driver, other] = [driverOn(url), await sessionOn(url)]
      const first = await driver.open('read')
      await first.close()
      await other.run(`KILL CONNECTION ${numberOf(first)}`)
      const count = `SELECT count(*) AS n FROM information_schema.processlist WHERE id = ${numberOf(first)}`
      while ((await other.run(count)).rows[0]?.['n'] !== 0);
      expect((await (await driver.open('write')).run('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    })

    test('does not keep a process alive that has forgotten it', async () => {
      const { url } = await server.freshDatabase()
      const program = `
        import { mysql } from ${JSON.stringify(new URL('../dist/index.js', import.meta.url).href)}
        const session = await mysql(process.argv[1]).open('read')
        await session.run('SELECT 1')
        await session.close()
        setTimeout(() => process.exit(7), 4000).unref()`
      execFileSync(process.execPath, ['--input-type=module', '--eval', program, url])
    })

    test('is set up: character set, time zone, locks, and the server’s own sql_mode', async () => {
      const { url } = await server.freshDatabase()
      const [{ mode } = {}] = await server.query('select @@global.sql_mode as mode')
      const session = await sessionOn({ url, lockTimeoutMs: 1500 })
      const [row] = (
        await session.run(
          'SELECT @@character_set_client AS c, @@character_set_results AS r, @@time_zone AS z, @@lock_wait_timeout AS l, @@innodb_lock_wait_timeout AS i, @@sql_mode AS mode, @@autocommit AS a, @@wsrep_sync_wait AS w',
        )
      ).rows
      expect(row).toEqual({ c: 'utf8mb4', r: 'utf8mb4', z: '+00:00', l: 2, i: 2, mode, a: 1, w: 7 })
      expect(session.dialect).toMatchObject({ family: 'mysql', flavor: 'mariadb' })
      expect(session.id).toMatch(/^\d+:[^@]+$/)
    })

    test('through a socket file, too', async () => {
      const { password, user, database } = await server.freshDatabase()
      const [{ socket } = {}] = await server.query('select @@socket as socket')
      const query = `?socketPath=${encodeURIComponent(String(socket))}`
      const session = await sessionOn(`mysql://${user}:${encodeURIComponent(password)}@/${database}${query}`)
      expect((await session.run('SELECT DATABASE() AS db')).rows).toEqual([{ db: database }])
    })

    test('with `preferred` is encrypted or not, with `required` refused where the server has no certificate', async () => {
      const { url } = await server.freshDatabase()
      await sessionOn({ url, ssl: 'preferred' })
      const [{ encryption } = {}] = await server.query('select @@have_ssl as encryption')
      const required = sessionOn({ url, ssl: 'required' })
      if (encryption === 'YES') await required
      else
        expect(await rejection(required)).toMatchObject({ reason: 'connection', outcome: 'not-applied', code: 'HANDSHAKE_NO_SSL_SUPPORT' })
    })
  })

  describe('the character set', () => {
    test.each(['utf8', 'utf8mb3', 'UTF8', 'utf-8', 'utf8mb4', 'utf8mb4_bin', 'UTF8MB4_UNICODE_CI'])(
      '%s keeps every character of a text',
      async (charset) => {
        const { url, query } = await server.freshDatabase()
        const session = await sessionOn(`${url}?charset=${charset}`)
        await session.run('CREATE TABLE t (v VARCHAR(9) CHARACTER SET utf8mb4)')
        await session.run("INSERT INTO t VALUES ('ü€😀')")
        expect(await query('SELECT HEX(v) AS v FROM t')).toEqual([{ v: Buffer.from('ü€😀').toString('hex').toUpperCase() }])
      },
    )

    test.each(['latin1', 'cp1251', 'binary', 'utf8_general_ci'])('%s is refused by name, in a URL and beside one', async (charset) => {
      const refused = expect.objectContaining({
        reason: 'connection',
        message: expect.stringContaining(`in ${charset} some characters`) as string,
      }) as Error
      expect(() => mysql(`mysql://h/d?charset=${charset}`)).toThrow(refused)
      expect(() => mysql({ url: 'mysql://h/d', charset })).toThrow(refused)
    })

    test.each(['a connection', 'a pool'])(
      'utf8 of three bytes, of %s that was handed in, breaks no character, and is there again afterwards',
      async (what) => {
        const { url, query } = await server.freshDatabase()
        const pool = createPool({ uri: url, charset: 'utf8' })
        onTestFinished(() => pool.promise().end())
        const connection = createConnection({ uri: url, charset: 'utf8' })
        onTestFinished(() => connection.destroy())
        const names = 'SELECT @@character_set_client AS a, @@character_set_results AS b, @@collation_connection AS c'
        const look = async (): Promise<unknown> => (await (what === 'a pool' ? pool : connection).promise().query(names))[0]
        const before = await look()
        const migrator = new Migrator(mysql(what === 'a pool' ? pool : connection))
        migrator.addMigration({
          id: '1',
          description: 'a smile: 😀',
          up: ['CREATE TABLE t (s VARCHAR(9) CHARACTER SET utf8mb4)', "INSERT INTO t VALUES ('a😀é')"],
        })
        expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
        expect(await query('SELECT s FROM t')).toEqual([{ s: 'a😀é' }])
        expect(await query('SELECT description AS s FROM migrations')).toEqual([{ s: 'a smile: 😀' }])
        expect(await migrator.up()).toMatchObject({ outcome: 'up-to-date' })
        expect(await look()).toEqual(before)
      },
    )

    test('of a connection that was handed in is looked at before anything is written', async () => {
      const { url } = await server.freshDatabase()
      const connection = createConnection({ uri: url, charset: 'latin1' })
      onTestFinished(() => connection.destroy())
      expect((await rejection(mysql(connection).open('write'))).message).toContain('has the character set latin1')
      await (await mysql(connection).open('read')).close()
    })
  })

  describe('sql_mode', () => {
    test.each(['ANSI_QUOTES', 'NO_BACKSLASH_ESCAPES', 'ANSI'])(
      '%s is refused by name before anything is written, and serves for reading',
      async (sqlMode) => {
        const { url } = await server.freshDatabase()
        const reading = await sessionOn({ url, sqlMode }, 'read')
        expect((await reading.run('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
        const error = await rejection(sessionOn({ url, sqlMode }))
        expect(error).toMatchObject({ outcome: 'not-applied', retryable: false })
        expect(error.message).toContain(sqlMode === 'ANSI' ? 'ANSI_QUOTES' : sqlMode)
        expect(error.message).toContain('sqlMode')
      },
    )

    test('of a connection that was handed in is looked at and not changed', async () => {
      const { url } = await server.freshDatabase()
      const connection = createConnection(url)
      onTestFinished(() => connection.destroy())
      await connection.promise().query(`SET SESSION sql_mode = 'ANSI_QUOTES,IGNORE_SPACE'`)
      expect((await rejection(mysql(connection).open('write'))).message).toContain('ANSI_QUOTES')
      await connection.promise().query(`SET SESSION sql_mode = 'IGNORE_SPACE', time_zone = '+05:00'`)
      const session = await mysql(connection).open('write')
      await session.run('CREATE TABLE t (a INT)')
      await session.close()
      const [rows] = await connection.promise().query('SELECT @@sql_mode AS mode, @@time_zone AS zone')
      expect(rows).toEqual([{ mode: 'IGNORE_SPACE', zone: '+05:00' }])
    })

    test('without strictness changes nothing about NOT NULL', async () => {
      const session = await sessionOn({ url: (await server.freshDatabase()).url, sqlMode: '' })
      await session.run('CREATE TABLE t (a INT PRIMARY KEY, token INT NOT NULL)')
      expect((await rejection(session.run('INSERT INTO t VALUES (1, (SELECT token FROM t WHERE a = 7))'))).reason).toBe('constraint')
    })
  })

  describe('a client that was handed in', () => {
    const kinds = {
      'a pool': (uri: string) => createPool({ uri, multipleStatements: true }),
      'a pool of promises': (uri: string) => promised.createPool({ uri, multipleStatements: true }),
      'a pool without several statements in one message': (uri: string) => createPool({ uri }),
      'a connection': (uri: string) => createConnection({ uri, multipleStatements: true }),
      'a connection of promises': (uri: string) => promised.createConnection({ uri, multipleStatements: true }),
      'a connection without several statements in one message': (uri: string) => createConnection(uri),
    }

    test.each(Object.entries(kinds))('%s is used, and stays open', async (name, make) => {
      const { url } = await server.freshDatabase()
      const client = await make(url)
      onTestFinished(() => void client.end())
      const driver = mysql(client)
      for (let n = 0; n < 12; n++) {
        const session = await driver.open('write')
        await session.run('CREATE TABLE IF NOT EXISTS t (a INT)')
        const before = session.roundTrips
        await session.batch([block('INSERT INTO t VALUES (1)', 'INSERT INTO t VALUES (2)')])
        expect(session.roundTrips - before).toBe(name.includes('without') ? 2 : 1)
        await session.close()
      }
      await driver.close()
      const answer = await new Promise((resolve, reject) => {
        if ('promise' in client)
          client.query('SELECT count(*) AS n FROM t', (error, rows) => (error === null ? resolve(rows) : reject(error)))
        else (client as promised.Pool).query('SELECT count(*) AS n FROM t').then(([rows]) => resolve(rows), reject)
      })
      expect(answer).toEqual([{ n: 24 }])
    })

    test('one connection is one session: a second is refused and does not hang, by the same driver or by another', async () => {
      const { url } = await server.freshDatabase()
      const connection = createConnection(url)
      onTestFinished(() => connection.destroy())
      const driver = mysql(connection)
      const session = await driver.open('write')
      for (const other of [driver, mysql(connection)]) {
        const error = await rejection(other.open('read'))
        expect(error).toMatchObject({ reason: 'connection', outcome: 'not-applied' })
        expect(error.message).toContain('one session')
      }
      await session.close()
      await (await mysql(connection).open('read')).close()
    })

    test('an open transaction of its owner is his to end: it is read in, and nothing is written', async () => {
      const { url, query } = await server.freshDatabase()
      await query('CREATE TABLE t (a INT)')
      const connection = createConnection(url)
      onTestFinished(() => connection.destroy())
      const driver = mysql(connection)
      for (const end of ['ROLLBACK', 'COMMIT']) {
        await connection.promise().query('START TRANSACTION')
        await connection.promise().query('INSERT INTO t VALUES (1)')
        const error = await rejection(driver.open('write'))
        expect(error).toMatchObject({ outcome: 'not-applied', retryable: false })
        expect(error.message).toContain('open transaction')
        const session = await driver.open('read')
        expect((await session.run('SELECT a FROM t')).rows).toEqual([{ a: 1 }])
        await session.close()
        await connection.promise().query(end)
        expect(await query('SELECT a FROM t')).toEqual(end === 'COMMIT' ? [{ a: 1 }] : [])
      }
      await (await driver.open('write')).close()
    })

    test('a pool of one connection gives one session, and refuses a second', async () => {
      const { url } = await server.freshDatabase()
      const pool = createPool({ uri: url, connectionLimit: 1 })
      onTestFinished(() => pool.promise().end())
      const driver = mysql(pool)
      const session = await driver.open('write')
      const error = await rejection(driver.open('write'))
      expect(error).toMatchObject({ reason: 'lock-timeout', retryable: true, outcome: 'not-applied' })
      expect(error.message).toContain('connectionLimit')
      await session.close()
      await (await driver.open('write')).close()
    })

    test('a pool whose connections are all in use refuses after a while, and gets back what came too late', async () => {
      const { url } = await server.freshDatabase()
      const pool = createPool({ uri: url, connectionLimit: 2 })
      onTestFinished(() => pool.promise().end())
      const taken = await Promise.all([pool.promise().getConnection(), pool.promise().getConnection()])
      const aborted = new AbortController()
      const opening = rejection(mysql(pool).open('write', aborted.signal))
      aborted.abort()
      expect(await opening).toMatchObject({ reason: 'connection', outcome: 'not-applied' })
      for (const connection of taken) connection.release()
      const sessions = [await mysql(pool).open('write'), await mysql(pool).open('write')]
      for (const session of sessions) await session.close()
    })

    test.each<[what: string, begin: (session: Session) => Promise<unknown>]>([
      ['begun by us', async (session) => (await session.begin()).run('INSERT INTO t VALUES (1)')],
      ['begun by a text', (session) => session.batch([block('START TRANSACTION', 'INSERT INTO t VALUES (1)')])],
    ])('goes back without a transaction in it, %s', async (_, begin) => {
      const { url } = await server.freshDatabase()
      const pool = createPool({ uri: url, connectionLimit: 1 })
      onTestFinished(() => pool.promise().end())
      const driver = mysql(pool)
      const session = await driver.open('write')
      await session.run('CREATE TABLE t (a INT)')
      await begin(session)
      await driver.close()
      await pool.promise().query('COMMIT')
      const [rows] = await pool.promise().query('SELECT * FROM t')
      expect(rows).toEqual([])
    })

    test('with autocommit switched off is refused: nothing would hold', async () => {
      const { url } = await server.freshDatabase()
      const connection = createConnection(url)
      onTestFinished(() => connection.destroy())
      await connection.promise().query('SET autocommit = 0')
      expect((await rejection(mysql(connection).open('write'))).message).toContain('autocommit')
      await (await mysql(connection).open('read')).close()
    })

    test('that was ended before is a lost connection, and nothing was applied', async () => {
      const { url } = await server.freshDatabase()
      const connection = createConnection(url)
      await connection.promise().end()
      expect(await rejection(mysql(connection).open('write'))).toMatchObject({ reason: 'connection', outcome: 'not-applied' })
      const pool = createPool(url)
      await pool.promise().end()
      expect(await rejection(mysql(pool).open('write'))).toMatchObject({ outcome: 'not-applied' })
    })
  })

  test.each(['read', 'write'] as const)(
    'without a database, or with one that is not there, is an address that is wrong: %s',
    async (purpose) => {
      const { user, password, host, port } = server
      const nowhere = { user, password, host, port }
      expect(await rejection(sessionOn(nowhere, purpose))).toMatchObject({ reason: 'connection', outcome: 'not-applied' })
      const missing = { ...nowhere, database: 'nowhere_at_all' }
      const refused = { reason: 'connection', code: 'ER_BAD_DB_ERROR', outcome: 'not-applied' }
      expect(await rejection(sessionOn(missing, purpose))).toMatchObject(refused)
      const pool = createPool(missing)
      onTestFinished(() => pool.promise().end())
      expect(await rejection(sessionOn(pool, purpose))).toMatchObject(refused)
    },
  )

  test('a batch that suspends foreign keys is refused: nothing here needs it', async () => {
    const session = await sessionOn((await server.freshDatabase()).url)
    expect((await rejection(session.batch([{ statements: ['DO 1'], foreignKeys: 'suspended' }]))).outcome).toBe('not-applied')
  })
})

describe('a server', () => {
  /** Says `hello`, if anything, and then nothing more. */
  async function silent(hello: Uint8Array | undefined): Promise<number> {
    const sockets = new Set<Socket>()
    const port = await new Promise<number>((resolve) => {
      const server = createServer((socket) => {
        sockets.add(socket)
        socket.on('error', () => {})
        if (hello !== undefined) socket.write(hello)
      })
      server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
      onTestFinished(() => {
        for (const socket of sockets) socket.destroy()
        server.close()
      })
    })
    return port
  }

  const greeting = Buffer.concat([
    Buffer.from([10]),
    Buffer.from('8.4.0\0'),
    Buffer.from([1, 0, 0, 0]),
    Buffer.from('12345678\0'),
    Buffer.from([0xff, 0xff, 0xff, 2, 0, 0xff, 0xc1, 21]),
    Buffer.alloc(10),
    Buffer.from('123456789012\0'),
    Buffer.from('mysql_native_password\0'),
  ])

  test.each([
    ['that says nothing', undefined],
    ['that says hello and then nothing', Buffer.concat([Buffer.from([greeting.length, 0, 0, 0]), greeting])],
  ])('%s does not hang an open', async (_, hello) => {
    const port = await silent(hello)
    const driver = driverOn({ host: '127.0.0.1', port, user: 'u', password: 'silent-secret', connectTimeoutMs: 200 })
    const error = await rejection(driver.open('read'))
    expect(error).toMatchObject({ reason: 'connection', outcome: 'not-applied', code: 'ETIMEDOUT' })
    const controller = new AbortController()
    const opening = rejection(driverOn({ host: '127.0.0.1', port, user: 'u' }).open('read', controller.signal))
    controller.abort()
    expect((await opening).message).toContain('cancelled')
    const pool = createPool({ host: '127.0.0.1', port, user: 'u', connectTimeout: 200 })
    onTestFinished(() =>
      pool
        .promise()
        .end()
        .catch(() => {}),
    )
    expect(await rejection(mysql(pool).open('read'))).toMatchObject({ reason: 'connection', outcome: 'not-applied' })
  })

  test('that says nothing does not keep a process alive that has given up', async () => {
    const port = await silent(Buffer.concat([Buffer.from([greeting.length, 0, 0, 0]), greeting]))
    const program = `
      import { mysql } from ${JSON.stringify(new URL('../dist/index.js', import.meta.url).href)}
      const source = { host: '127.0.0.1', port: ${port}, user: 'u', connectTimeoutMs: 200 }
      await mysql(source).open('read').catch(({ code }) => console.log(code))`
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program])
    expect(stdout).toBe('ETIMEDOUT\n')
  })

  test('that is not there, or has no name, is a connection error at once', async () => {
    const port = await silent(undefined)
    expect(await rejection(sessionOn({ host: '127.0.0.1', port: port === 1 ? 2 : 1 }, 'read'))).toMatchObject({
      reason: 'connection',
      code: 'ECONNREFUSED',
      outcome: 'not-applied',
    })
    expect(await rejection(sessionOn({ socketPath: '/nowhere/mysql.sock' }, 'read'))).toMatchObject({
      reason: 'connection',
      outcome: 'not-applied',
    })
  })

  test('is MySQL or MariaDB by its version, and refused when it is too old', () => {
    expect(dialectOfServer('10.11.19-MariaDB-0+deb12u1').flavor).toBe('mariadb')
    expect(dialectOfServer('5.5.5-10.6.1-MariaDB').flavor).toBe('mariadb')
    expect(dialectOfServer('8.0.36').flavor).toBe(undefined)
    expect(dialectOfServer('8.0.mysql_aurora.3.04.0').flavor).toBe(undefined)
    expect(dialectOfServer('8.0.11-TiDB-v7.5.0').flavor).toBe('tidb')
    for (const old of ['5.7.44', '10.5.9-MariaDB', '5.5.5-10.3.1-MariaDB', 'what?'])
      expect(() => dialectOfServer(old)).toThrow(/MySQL 8\.0 or newer/)
  })
})

test('a cancelled open opens nothing', async () => {
  expect((await rejection(mysql('mysql://127.0.0.1:1/d').open('write', AbortSignal.abort()))).message).toContain('cancelled')
})

test('without the client package the error has the command that installs it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'godwit-mysql-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  cpSync(join(import.meta.dirname, '..', 'dist'), join(folder, 'dist'), { recursive: true })
  mkdirSync(join(folder, 'node_modules', '@godwit'), { recursive: true })
  symlinkSync(join(import.meta.dirname, '..', '..', 'core'), join(folder, 'node_modules', '@godwit', 'core'))
  const program = `
    import { mysql } from './dist/index.js'
    await mysql('mysql://127.0.0.1:1').open('write').catch(({ reason, code, message }) => console.log(JSON.stringify({ reason, code, message })))`
  const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: folder,
    encoding: 'utf8',
    // The runner names its own packages there.
    env: { ...process.env, NODE_PATH: '' },
  })
  const message = 'The package mysql2 is not installed. Install it with: npm install mysql2'
  expect(JSON.parse(printed)).toEqual({ reason: 'client', code: 'MODULE_NOT_FOUND', message })
})
