// Owns: more runs at once than a pool has connections for them.
// Must not know: what a lease is, how a run waits.

import { Migrator } from '@godwit/core'
import { describeOn } from '@godwit/servers/vitest'
import { createPool } from 'mysql2'
import { expect, onTestFinished, test } from 'vitest'
import { mysql } from '../src/index.ts'

describeOn('mariadb', (server) => {
  test('runs of several lines, each with a lease to keep, take turns on a pool that is smaller than they are many', async () => {
    const pool = createPool({ uri: (await server.freshDatabase()).url, connectionLimit: 2 })
    onTestFinished(() => pool.promise().end())
    const reports = await Promise.all(
      ['a', 'b', 'c', 'd'].map((line) => {
        const migrator = new Migrator(mysql(pool), { line })
        migrator.addMigration({ id: '1', description: line, up: [`CREATE TABLE ${line} (id INTEGER)`], transaction: 'forbidden' })
        return migrator.up()
      }),
    )
    expect(reports.map(({ outcome }) => outcome)).toEqual(['migrated', 'migrated', 'migrated', 'migrated'])
  })
})
