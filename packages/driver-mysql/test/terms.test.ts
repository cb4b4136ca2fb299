// Owns: what a script or the owner of a connection set about transactions and the clock, and what core writes all the same.
// Must not know: how the texts of core are worded.

import { code, Migrator, type Migration, type Script } from '@godwit/core'
import { describeOn } from '@godwit/servers/vitest'
import { createConnection } from 'mysql2/promise'
import { expect, onTestFinished, test } from 'vitest'
import { mysql } from '../src/index.ts'
import { driverOn } from './session.ts'

const into = (id: string, up: Script): Migration => ({ id, description: id, up })

describeOn('mariadb', (server) => {
  test.each<readonly [string, number, Script]>([
    ['CHAIN', 1, ['CREATE TABLE t (n INT)', 'SET completion_type = 1', 'INSERT INTO t VALUES (1)', 'INSERT INTO t VALUES (2)']],
    ['RELEASE', 2, ['CREATE TABLE t (n INT)', 'SET completion_type = 2', 'INSERT INTO t VALUES (1)', 'INSERT INTO t VALUES (2)']],
    [
      'CHAIN in a function',
      1,
      code('1', async ({ sql }) => {
        await sql.run('CREATE TABLE t (n INT)')
        await sql.run('SET completion_type = 1')
        await sql.run('INSERT INTO t VALUES (1), (2)')
      }),
    ],
  ])('completion_type %s, of a script or of a connection, neither ends a connection nor begins a transaction', async (_, type, up) => {
    const { url, query } = await server.freshDatabase()
    const connection = await createConnection(url)
    onTestFinished(() => connection.end().catch(() => {}))
    await connection.query(`SET completion_type = ${type}`)
    for (const source of [url, connection]) {
      const migrator = new Migrator(typeof source === 'string' ? driverOn(source) : mysql(source))
      migrator.addMigrations([into('1', up), into('2', ['INSERT INTO t VALUES (3)'])])
      expect(await migrator.up()).toMatchObject({ outcome: 'migrated', steps: [{ id: '1' }, { id: '2' }] })
      expect(await query('SELECT n FROM t ORDER BY n')).toEqual([1, 2, 3].map((n) => ({ n })))
      expect(await query('SELECT id FROM migrations ORDER BY id')).toEqual(['1', '2'].map((id) => ({ id })))
      await query('DROP TABLE t, migrations, migrations_step, migrations_lease')
    }
    expect((await connection.query('SELECT @@in_transaction AS t, @@completion_type AS c'))[0]).toEqual([
      { t: 0, c: type === 1 ? 'CHAIN' : 'RELEASE' },
    ])
  })

  const LONG_AGO = "SET timestamp = UNIX_TIMESTAMP('2001-02-03 04:05:06')"
  const MADE = [
    'CREATE TABLE t (n DATETIME)',
    LONG_AGO,
    'INSERT INTO t VALUES (NOW())',
    'CREATE TABLE u (n INT)',
    'INSERT INTO t VALUES (NOW())',
  ]
  test.each<readonly [string, Script]>([
    ['a script', MADE],
    [
      'a function',
      code('1', async ({ sql }) => {
        for (const text of MADE) await sql.run(text)
      }),
    ],
  ])('the clock that %s sets is its own, and not that of the history and the lease', async (_, up) => {
    const { url, query } = await server.freshDatabase()
    const connection = await createConnection(url)
    onTestFinished(() => connection.end())
    for (const source of [url, connection]) {
      const migrator = new Migrator(typeof source === 'string' ? driverOn(source) : mysql(source))
      migrator.addMigration(into('1', up))
      expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
      expect(await query('SELECT COUNT(*) AS n FROM t WHERE YEAR(n) = 2001')).toEqual([{ n: 2 }])
      expect(await query('SELECT COUNT(*) AS n FROM migrations WHERE applied_at > UTC_TIMESTAMP() - INTERVAL 1 HOUR')).toEqual([{ n: 1 }])
      const columns =
        "SELECT column_name AS c, table_name AS t FROM information_schema.columns WHERE table_schema = DATABASE() AND data_type = 'datetime' AND table_name LIKE 'migrations%'"
      for (const row of await query(columns)) {
        const { c, t } = row as { c: string; t: string }
        expect(await query(`SELECT COUNT(*) AS n FROM ${t} WHERE ${c} < UTC_TIMESTAMP() - INTERVAL 1 HOUR`), `${t}.${c}`).toEqual([
          { n: 0 },
        ])
      }
      await query('DROP TABLE t, u, migrations, migrations_step, migrations_lease')
    }
  })
})
