// Owns: a table of somebody else's under the name of the records, on MariaDB.
// Must not know: which columns ours has.

import { Migrator } from '@godwit/core'
import { describeOn } from '@godwit/servers/vitest'
import { expect, test } from 'vitest'
import { driverOn } from './session.ts'

describeOn('mariadb', (server) => {
  test('a table of somebody else in the place of the records is named before anything is written', async () => {
    const { url, query } = await server.freshDatabase()
    await query('CREATE TABLE migrations_step (flat VARCHAR(9))')
    const migrator = new Migrator(driverOn(url))
    migrator.addMigration({ id: '1', description: 'one', up: ['CREATE TABLE one (id INT)'] })
    const error = { code: 'JOURNAL_FOREIGN', details: { table: 'migrations_step', columns: ['flat'] } }
    expect(await migrator.up()).toMatchObject({ outcome: 'failed', error })
    expect(await query(`SHOW TABLES LIKE 'migrations'`)).toEqual([])
  })
})
