// Owns: a table of somebody else's under the name of the lease, on PostgreSQL.
// Must not know: which columns ours has.

import { Migrator } from '@godwit/core'
import { describeOn } from '@godwit/servers/vitest'
import { expect, onTestFinished, test } from 'vitest'
import { pg } from '../src/index.ts'

describeOn('postgres-15', (server) => {
  test('a lease table of somebody else is named before anything is written', async () => {
    const { url, query } = await server.freshDatabase()
    await query('CREATE TABLE migrations_lease (flat text)')
    const driver = pg(url)
    onTestFinished(() => driver.close())
    const migrator = new Migrator(driver)
    migrator.addMigration({ id: '1', description: 'one', up: ['CREATE TABLE one (id int)'] })
    const error = { code: 'JOURNAL_FOREIGN', details: { table: 'migrations_lease', columns: ['flat'] } }
    expect(await migrator.up()).toMatchObject({ outcome: 'failed', error })
    expect(await query(`SELECT to_regclass('migrations') AS made`)).toEqual([{ made: null }])
  })
})
