// Owns: what a migration leaves on a connection that cannot be replaced by another: nothing that the next one, or its owner, runs under.
// Must not know: how the driver finds out what was there before.

import { code, Migrator, type Migration, type Script } from '@godwit/core'
import { describeOn } from '@godwit/servers/vitest'
import { createConnection, type Connection } from 'mysql2/promise'
import { expect, onTestFinished, test } from 'vitest'
import { mysql } from '../src/index.ts'

const into = (id: string, up: Script): Migration => ({ id, description: id, up })

function migrator(connection: Connection, migrations: readonly Migration[]): Migrator {
  const made = new Migrator(mysql(connection))
  made.addMigrations(migrations)
  return made
}

describeOn('mariadb', (server) => {
  async function connect(): Promise<Connection> {
    const connection = await createConnection((await server.freshDatabase()).url)
    onTestFinished(() => connection.end())
    return connection
  }
  const rows = async (connection: Connection, text: string): Promise<unknown> => (await connection.query(text))[0]

  const OFF = 'SET foreign_key_checks = 0'
  test.each<readonly [string, Script]>([
    ['a script', [OFF]],
    ['a function', code('1', async ({ sql }) => void (await sql.run(OFF)))],
  ])('what %s sets on a connection is not set for the next migration', async (_what, up) => {
    const connection = await connect()
    await connection.query('CREATE TABLE p (id INT PRIMARY KEY)')
    await connection.query('CREATE TABLE c (p INT, FOREIGN KEY (p) REFERENCES p (id))')
    const report = await migrator(connection, [into('1', up), into('2', ['INSERT INTO c VALUES (1)'])]).up()
    expect(report).toMatchObject({ outcome: 'failed', done: [{ id: '1' }], failed: { id: '2' } })
    expect(await rows(connection, 'SELECT * FROM c')).toEqual([])
  })

  test('its owner finds his own settings on it afterwards, whatever became of the migration', async () => {
    const connection = await connect()
    const other = (await server.freshDatabase()).database
    await connection.query("SET time_zone = '+05:00', sql_mode = 'STRICT_ALL_TABLES', @his = 7, @@session.long_query_time = 3")
    const look = (): Promise<unknown> =>
      rows(
        connection,
        'SELECT @@time_zone AS z, @@sql_mode AS m, @@long_query_time AS l, @his AS h, @its AS i, DATABASE() AS d, @@session.tx_isolation AS t, @@collation_connection AS c, @@foreign_key_checks AS f',
      )
    const before = await look()
    const sets = [
      "SET time_zone = 'SYSTEM', sql_mode = '', foreign_key_checks = 0",
      'SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE',
      'SET @his = 8, @its = 9, long_query_time = 5',
      'SET NAMES utf8mb4 COLLATE utf8mb4_bin',
      `USE ${other}`,
    ]
    expect((await migrator(connection, [into('1', sets)]).up()).outcome).toBe('migrated')
    expect(await look()).toEqual(before)
    const failing = into('2', [...sets, 'SELECT no_such_column'])
    expect((await migrator(connection, [into('1', sets), failing]).up()).outcome).toBe('failed')
    expect(await look()).toEqual(before)
  })

  test('what is set for the whole server stays', async () => {
    const connection = await connect()
    const [found] = (await rows(connection, 'SELECT @@max_connect_errors AS n')) as { n: number }[]
    const n = Number(found?.n)
    onTestFinished(() => void connection.query(`SET GLOBAL max_connect_errors = ${n}`))
    expect((await migrator(connection, [into('1', [`SET GLOBAL max_connect_errors = ${n + 1}`, OFF])]).up()).outcome).toBe('migrated')
    expect(await rows(connection, 'SELECT @@max_connect_errors AS n, @@foreign_key_checks AS f')).toEqual([{ n: n + 1, f: 1 }])
  })

  test('a temporary table hides no table from the next migration', async () => {
    const { url, query } = await server.freshDatabase()
    const connection = await createConnection(url)
    onTestFinished(() => connection.end())
    await query('CREATE TABLE t (n INT)')
    const line = [into('1', ['CREATE TEMPORARY TABLE t (n INT)']), into('2', ['INSERT INTO t VALUES (1)'])]
    expect(await migrator(connection, line).up()).toMatchObject({ outcome: 'migrated' })
    expect(await query('SELECT n FROM t')).toEqual([{ n: 1 }])
  })

  test('a variable that one migration sets is not set for the next', async () => {
    const connection = await connect()
    const line = [into('1', ['CREATE TABLE t (n INT)', 'SET @n = 1']), into('2', ['INSERT INTO t VALUES (@n)'])]
    expect(await migrator(connection, line).up()).toMatchObject({ outcome: 'migrated' })
    expect(await rows(connection, 'SELECT n FROM t')).toEqual([{ n: null }])
  })
})
