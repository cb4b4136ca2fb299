// Owns: what the owner of a pool gets back after a run: no connection with settings on it that are not his.
// Must not know: how the driver tells which connection that would be.

import { Migrator, type Script } from '@godwit/core'
import { describeOn } from '@godwit/servers/vitest'
import { createPool } from 'mysql2'
import * as promised from 'mysql2/promise'
import { expect, onTestFinished, test } from 'vitest'
import { mysql } from '../src/index.ts'
import { driverOn } from './session.ts'

const TABLES = ['CREATE TABLE p (id INT PRIMARY KEY)', 'CREATE TABLE c (pid INT, FOREIGN KEY (pid) REFERENCES p (id))']
const SCRIPTS: readonly (readonly [name: string, outcome: string, up: Script])[] = [
  ['that failed before it could reset it', 'failed', [...TABLES, 'SET foreign_key_checks = 0', 'ALTER TABLE nothere ADD c INT']],
  ['that does not reset it', 'migrated', [...TABLES, 'SET foreign_key_checks = 0']],
]

describeOn('mariadb', (server) => {
  async function poolOf(connectionLimit: number): Promise<promised.Pool> {
    const { url } = await server.freshDatabase()
    const pool = promised.createPool({ uri: url, connectionLimit, multipleStatements: true })
    onTestFinished(() => pool.end())
    return pool
  }

  /** Takes all at once, so that none is left out. */
  async function onEach(pool: promised.Pool, count: number, text: string): Promise<readonly unknown[]> {
    const connections = await Promise.all(Array.from({ length: count }, () => pool.getConnection()))
    const answers = await Promise.all(
      connections.map((connection) =>
        connection.query(text).then(
          ([rows]) => rows,
          ({ code }: { readonly code?: unknown }) => code,
        ),
      ),
    )
    for (const connection of connections) connection.release()
    return answers
  }

  test.each(SCRIPTS)('a setting of a script %s is on no connection of the pool afterwards', async (_, outcome, up) => {
    for (const size of [1, 2]) {
      const pool = await poolOf(size)
      const migrator = new Migrator(mysql(pool))
      migrator.addMigration({ id: '001', description: 'tables', up })
      expect((await migrator.up()).outcome).toBe(outcome)
      await migrator.close()
      expect(new Set(await onEach(pool, size, 'INSERT INTO c VALUES (90)'))).toEqual(new Set(['ER_NO_REFERENCED_ROW_2']))
    }
  })

  test('a pool of callbacks makes another connection, as it makes all of them', async () => {
    const { url } = await server.freshDatabase()
    const pool = createPool({ uri: url, connectionLimit: 1 })
    onTestFinished(() => pool.promise().end())
    pool.on('connection', (connection) => connection.query('SET time_zone = "+05:00"'))
    const migrator = new Migrator(mysql(pool))
    migrator.addMigration({ id: '001', description: 'zone', up: ['SET time_zone = "+09:00"'] })
    expect((await migrator.up()).outcome).toBe('migrated')
    expect((await migrator.up()).outcome).toBe('up-to-date')
    const [rows] = await pool.promise().query('SELECT @@time_zone AS zone')
    expect(rows).toEqual([{ zone: '+05:00' }])
  })

  test('a look leaves no transaction open where autocommit is off, and none that its owner began is ended', async () => {
    const { url } = await server.freshDatabase()
    const migrator = new Migrator(driverOn(url))
    migrator.addMigration({ id: '001', description: 'tables', up: TABLES })
    expect((await migrator.up()).outcome).toBe('migrated')
    const pool = promised.createPool({ uri: url, connectionLimit: 1 })
    onTestFinished(() => pool.end())
    await pool.query('SET SESSION autocommit = 0')
    expect((await new Migrator(mysql(pool)).status()).current).toBe('001')
    expect(await onEach(pool, 1, 'SELECT @@in_transaction AS open')).toEqual([[{ open: 0 }]])
    await pool.query('INSERT INTO p VALUES (1)')
    expect((await new Migrator(mysql(pool)).status()).current).toBe('001')
    await pool.query('COMMIT')
    expect(await onEach(pool, 1, 'SELECT id FROM p')).toEqual([[{ id: 1 }]])
  })

  test('a run with nothing to do gives back the connection that it had', async () => {
    const pool = await poolOf(1)
    const migrator = new Migrator(mysql(pool))
    migrator.addMigration({ id: '001', description: 'tables', up: TABLES })
    expect((await migrator.up()).outcome).toBe('migrated')
    const before = await onEach(pool, 1, 'SELECT CONNECTION_ID() AS id')
    expect((await migrator.up()).outcome).toBe('up-to-date')
    expect((await migrator.getMigrationSummary()).pendingMigrations).toBe(0)
    expect(await onEach(pool, 1, 'SELECT CONNECTION_ID() AS id')).toEqual(before)
  })
})
