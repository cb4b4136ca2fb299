// Owns: that a history with a renamed or dropped column is not taken for one that is empty, on MariaDB, where what ran twice stays.
// Must not know: how the tables are told apart.

import { type Migration, Migrator } from '@godwit/core'
import { describeOn } from '@godwit/servers/vitest'
import { expect, test } from 'vitest'
import { driverOn } from './session.ts'

/** Commits by itself, and would take away what came since. */
const emptied: Migration = { id: '1', description: 'begin with nothing', up: ['TRUNCATE TABLE amounts'] }

describeOn('mariadb', (server) => {
  test.each([
    ['migrations', 'checksum'],
    ['migrations', 'raw_checksum'],
    ['migrations', 'down'],
    ['migrations', 'run'],
    ['migrations_step', 'run'],
    ['migrations_step', 'token'],
    ['migrations_lease', 'expires_at'],
  ])('%s without %s: nothing runs again, and it is said what is missing', async (table, column) => {
    const { url, query } = await server.freshDatabase()
    await query('CREATE TABLE amounts (amount INT)')
    const up = async (): Promise<Awaited<ReturnType<Migrator['up']>>> => {
      const migrator = new Migrator(driverOn(url))
      migrator.addMigration(emptied)
      return migrator.up()
    }
    expect(await up()).toMatchObject({ outcome: 'migrated' })
    await query('INSERT INTO amounts VALUES (2)')
    await query(`ALTER TABLE ${table} RENAME COLUMN \`${column}\` TO was`)
    const report = await up()
    expect(await query('SELECT amount FROM amounts')).toEqual([{ amount: 2 }])
    expect(['failed', 'up-to-date']).toContain(report.outcome)
    if (report.outcome === 'failed') expect(report.error.message).toContain(column)
    await query(`ALTER TABLE ${table} RENAME COLUMN was TO \`${column}\``)
    expect(await up()).toMatchObject({ outcome: 'up-to-date' })
  })
})
