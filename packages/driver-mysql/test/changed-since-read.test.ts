// Owns: what becomes of a migration that changes a row which somebody else has changed since it looked.
// Must not know: how long it is tried again.

import { code, Migrator } from '@godwit/core'
import { describeOn } from '@godwit/servers/vitest'
import { expect, test } from 'vitest'
import { driverOn } from './session.ts'

describeOn(['mariadb', 'mariadb-11', 'mysql'], (server) => {
  test('a server that refuses to change such a row has the function called again, and what the other one wrote is kept', async () => {
    const { url, query } = await server.freshDatabase()
    await query('CREATE TABLE t (a INT)')
    await query('INSERT INTO t VALUES (1)')
    // MariaDB has it off before 11.6 and on since then; MySQL has no such thing.
    const [setting] = await query(`SHOW VARIABLES LIKE 'innodb_snapshot_isolation'`)
    const seen: unknown[] = []
    const up = code('r', async ({ sql }) => {
      const [row] = (await sql.run('SELECT a FROM t')).rows
      seen.push(row?.['a'])
      if (seen.length === 1) await query('UPDATE t SET a = a + 10')
      await sql.run('UPDATE t SET a = a + 100')
    })
    const migrator = new Migrator(driverOn(url))
    migrator.addMigrations([{ id: '1', description: '1', up }])
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated', steps: [{ id: '1', transaction: 'committed' }] })
    expect(seen).toEqual(setting?.['Value'] === 'ON' ? [1, 11] : [1])
    expect(await query('SELECT a FROM t')).toEqual([{ a: 111 }])
  })
})
