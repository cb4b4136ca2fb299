// Owns: more runs at once than a pool has connections for them.
// Must not know: what a lease is, how a run waits.

import { Migrator } from '@godwit/core'
import { describeOn } from '@godwit/servers/vitest'
import { Pool } from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { pg } from '../src/index.ts'

describeOn('postgres-15', (server) => {
  test('runs of several lines, each with a lease to keep, take turns on a pool that is smaller than they are many', async () => {
    const pool = new Pool({ connectionString: (await server.freshDatabase()).url, max: 2 })
    onTestFinished(() => pool.end())
    const reports = await Promise.all(
      ['a', 'b', 'c', 'd'].map((line) => {
        const migrator = new Migrator(pg(pool), { line })
        migrator.addMigration({ id: '1', description: line, up: [`CREATE TABLE ${line} (id integer)`], transaction: 'forbidden' })
        return migrator.up()
      }),
    )
    expect(reports.map(({ outcome }) => outcome)).toEqual(['migrated', 'migrated', 'migrated', 'migrated'])
  })
})
