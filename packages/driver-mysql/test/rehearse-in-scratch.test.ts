// Owns: a rehearsal in a scratch database where databases are named in statements.
// Must not know: how it is done.

import { Migrator, type Migration, type MigratorOptions } from '@godwit/core'
import { describeOn } from '@godwit/servers/vitest'
import { randomUUID } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { driverOn } from './session.ts'

const tables: Migration = { id: '1', description: 'a table', up: ['CREATE TABLE shelves (id INT)'], down: ['DROP TABLE shelves'] }
const column: Migration = {
  id: '2',
  description: 'a column',
  up: ['ALTER TABLE shelves ADD COLUMN width INT'],
  down: ['ALTER TABLE shelves DROP COLUMN width'],
}

describeOn('mariadb', (server) => {
  test('where the history is kept in another database, the scratch database holds its own, and both are as they were', async () => {
    const { url } = await server.freshDatabase()
    const schema = `godwit_history_${randomUUID().slice(0, 8)}`
    const options: MigratorOptions = { schema }
    const admin = await driverOn(url).open('write')
    onTestFinished(async () => {
      await admin.run(`DROP DATABASE ${schema}`)
    })
    const there = new Migrator(driverOn(url), options)
    there.addMigration(tables)
    expect(await there.up()).toMatchObject({ outcome: 'migrated' })
    const history = async (): Promise<unknown> => (await admin.run(`SELECT id, seq, direction FROM ${schema}.migrations`)).rows
    const before = await history()

    const scratch = (await server.freshDatabase()).url
    there.addMigration(column)
    expect(await there.rehearse('up', undefined, { where: { scratch: driverOn(scratch) } })).toMatchObject({
      outcome: 'rehearsed',
      steps: [{ id: '2', transaction: 'rolled back', proof: { proved: true, where: 'scratch' } }],
      remains: [],
    })
    expect(await history()).toEqual(before)
    const emptied = await driverOn(scratch).open('read')
    expect((await emptied.run('SHOW TABLES')).rows).toEqual([])
    expect((await admin.run('SHOW COLUMNS FROM shelves')).rows).toHaveLength(1)
  })

  test('what failed in the middle is told with what is left of it, and the database itself has nothing of it', async () => {
    const { url, query } = await server.freshDatabase()
    const scratch = await server.freshDatabase()
    const broken: Migration = { ...tables, up: ['CREATE TABLE shelves (id INT)', 'CREATE INDEX wide ON shelves (width)'] }
    const migrator = new Migrator(driverOn(url))
    migrator.addMigration(broken)
    const report = await migrator.rehearse('up', undefined, { where: { scratch: driverOn(scratch.url) } })
    expect(report).toMatchObject({
      outcome: 'failed',
      failed: { id: '1', transaction: 'rolled back' },
      error: { details: { statement: 1 } },
    })
    expect(report.outcome === 'failed' && report.error.message).toMatch(
      /In the scratch database\. The database itself is as it was\..*There is left: .*shelves/,
    )
    expect(await query('SHOW TABLES')).toEqual([])
    expect(
      await migrator.rehearse('up', undefined, { where: { scratch: driverOn(scratch.url) } }).catch((error: unknown) => error),
    ).toMatchObject({
      code: 'INVALID',
      details: { subject: 'scratch' },
    })
  })
})
