// Owns: what a session was told and what it remembers, where a migration goes on in the same session or in another.
// Must not know: how statements are recorded, the command line.

import { type Migration, Migrator, type MigratorOptions } from '@godwit/core'
import { describeOn } from '@godwit/servers/vitest'
import { createConnection } from 'mysql2/promise'
import { describe, expect, onTestFinished, test } from 'vitest'
import { driverOn } from './session.ts'

/** Refused for as long as there is no table `later`. */
const FAIL = 'ALTER TABLE later ADD COLUMN c INT'
const LATER = 'CREATE TABLE later (id INT)'

function migrator(url: string, up: readonly string[], options: MigratorOptions = {}): Migrator {
  const migration: Migration = { id: '1', description: 'one', up: [...up] }
  const made = new Migrator(driverOn(url), options)
  made.addMigration(migration)
  return made
}

describeOn('mariadb', (server) => {
  /** A first run that `FAIL` stops, and a second one in a session of its own. */
  async function resumed(up: readonly string[], mended: readonly string[] = up): Promise<Resumed> {
    const { url, query } = await server.freshDatabase()
    expect(await migrator(url, up).up()).toMatchObject({ outcome: 'failed', failed: { transaction: 'partly committed' } })
    await query(LATER)
    return { report: await migrator(url, mended).up(), url, query }
  }
  interface Resumed {
    readonly report: Awaited<ReturnType<Migrator['up']>>
    readonly url: string
    readonly query: Awaited<ReturnType<typeof server.freshDatabase>>['query']
  }

  /** Another session holds `busy` until a statement has waited for it in vain. */
  async function heldUp(up: readonly string[], tables: readonly string[], hold = 'SELECT * FROM busy FOR UPDATE'): Promise<Resumed> {
    const { url, query, host, port, user, password, database } = await server.freshDatabase()
    for (const table of tables) await query(table)
    const reader = await createConnection({ host, port, user, password, database })
    onTestFinished(() => reader.end())
    await reader.query('START TRANSACTION')
    await reader.query(hold)
    let waits = 0
    const report = migrator(url, ['SET lock_wait_timeout = 1, innodb_lock_wait_timeout = 1', ...up], {
      observer: ({ type }) => {
        if (type === 'turn.waiting' && ++waits === 1) void reader.query('ROLLBACK')
      },
    }).up()
    return { report: await report, url, query }
  }

  describe('SET STATEMENT … FOR is what follows', () => {
    test.each([
      ['INSERT INTO t VALUES (1)', [1, 1]],
      ['UPDATE t SET n = n + 1', [2]],
    ])('%s happens once where a later run goes on behind it', async (text, rows) => {
      const up = ['CREATE TABLE t (n INT)', 'INSERT INTO t VALUES (1)', `SET STATEMENT max_statement_time = 60 FOR ${text}`, FAIL]
      const { report, query } = await resumed(up)
      expect(report).toMatchObject({ outcome: 'migrated' })
      expect(await query('SELECT n FROM t')).toEqual(rows.map((n) => ({ n })))
    })

    test('and once where the same run waits for a lock behind it', async () => {
      const up = [
        'CREATE TABLE t (n INT)',
        'SET STATEMENT max_statement_time = 60 FOR INSERT INTO t VALUES (1)',
        'ALTER TABLE busy ADD c INT',
      ]
      const { report, query } = await heldUp(up, ['CREATE TABLE busy (id INT)'])
      expect(report).toMatchObject({ outcome: 'migrated' })
      expect(await query('SELECT n FROM t')).toEqual([{ n: 1 }])
    })
  })

  describe('settings hold in the session that goes on', () => {
    test.each([
      [
        "/*!40103 SET TIME_ZONE='+05:00' */",
        'CREATE TABLE t (v TIMESTAMP NULL)',
        "INSERT INTO t VALUES ('2024-01-01 12:00:00')",
        'SELECT UNIX_TIMESTAMP(v) AS v FROM t',
        1_704_092_400,
      ],
      [
        "/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */",
        'CREATE TABLE t (v INT AUTO_INCREMENT PRIMARY KEY)',
        'INSERT INTO t VALUES (0)',
        'SELECT v FROM t',
        0,
      ],
      [
        'SET LOCAL div_precision_increment = 1',
        'CREATE TABLE t (v INT)',
        'INSERT INTO t SELECT @@div_precision_increment',
        'SELECT v FROM t',
        1,
      ],
    ])('%s', async (setting, table, insert, look, expected) => {
      const { report, query } = await resumed([setting, table, FAIL, insert])
      expect(report).toMatchObject({ outcome: 'migrated' })
      expect(await query(look)).toEqual([{ v: expected }])
    })

    test('and what was saved of them is put back as it was', async () => {
      const up = [
        'CREATE TABLE t (v VARCHAR(2000))',
        'INSERT INTO t SELECT @@sql_mode',
        '/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE=ANSI_QUOTES */',
        FAIL,
        '/*!40101 SET SQL_MODE=@OLD_SQL_MODE */',
        'INSERT INTO t SELECT @@sql_mode',
      ]
      const { report, query } = await resumed(up)
      expect(report).toMatchObject({ outcome: 'migrated' })
      const [before, after] = await query('SELECT v FROM t')
      expect(after).toEqual(before)
    })
  })

  describe('a value that the session took along', () => {
    const tables = ['CREATE TABLE p (id INT AUTO_INCREMENT PRIMARY KEY, n INT)', 'CREATE TABLE c (v INT)', 'INSERT INTO p (n) VALUES (7)']
    const cases: readonly (readonly [string, string, string])[] = [
      ['SET @id = LAST_INSERT_ID()', '@id', 'SET @id = (SELECT MAX(id) FROM p)'],
      ['SELECT MAX(id) INTO @id FROM p', '@id', 'SELECT MAX(id) INTO @id FROM p'],
      ['SET @id = (SELECT COUNT(*) FROM p)', '@id', 'SET @id = 1'],
      ['DELETE FROM c', 'LAST_INSERT_ID()', 'SELECT LAST_INSERT_ID(MAX(id)) FROM p'],
    ]
    test.each(cases)('after %s, %s is missed by name, and nothing runs until the rest finds it', async (gives, name, finds) => {
      const needs = `INSERT INTO c VALUES (${name})`
      const up = [...tables, gives, FAIL, needs]
      const { report, url, query } = await resumed(up)
      expect(report).toMatchObject({
        outcome: 'blocked',
        done: [],
        problems: [{ code: 'SESSION_VALUE_LOST', id: '1', name, n: name === '@id' ? 3 : 2, neededBy: { text: needs } }],
      })
      expect(await query(`SHOW COLUMNS FROM later LIKE 'c'`)).toEqual([])

      expect(await migrator(url, [...tables, gives, FAIL, finds, needs]).up()).toMatchObject({ outcome: 'migrated' })
      expect(await query('SELECT v FROM c')).toEqual([{ v: 1 }])
    })

    test.each(cases)('after %s, %s is there where the same run waits for a lock', async (gives, name) => {
      const more = name === '@id' ? ['INSERT INTO p (n) VALUES (8)'] : []
      const up = [...tables, gives, ...more, 'ALTER TABLE busy ADD c INT', `INSERT INTO c VALUES (${name})`]
      const { report, query } = await heldUp(up, ['CREATE TABLE busy (id INT)'])
      expect(report).toMatchObject({ outcome: 'migrated' })
      expect(await query('SELECT v FROM c')).toEqual([{ v: 1 }])
    })
  })

  test('a statement that counted in a variable, and was taken back for a lock, counts from the beginning again', async () => {
    const up = ['SET @i = 0', 'INSERT INTO busy SELECT (@i := @i + 1) FROM p']
    const tables = ['CREATE TABLE busy (id INT PRIMARY KEY)', 'CREATE TABLE p (n INT)', 'INSERT INTO p VALUES (0), (0), (0)']
    const { report, query } = await heldUp(up, tables, 'INSERT INTO busy VALUES (3)')
    expect(report).toMatchObject({ outcome: 'migrated' })
    expect(await query('SELECT id FROM busy ORDER BY id')).toEqual([1, 2, 3].map((id) => ({ id })))
  })
})
