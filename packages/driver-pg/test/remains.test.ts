// Owns: that nothing is taken for what an interrupted CREATE INDEX CONCURRENTLY left but what lies on its own table.
// Must not know: how it is looked for.

import { Migrator } from '@godwit/core'
import { describeOn } from '@godwit/servers/vitest'
import { expect, onTestFinished, test } from 'vitest'
import { pg } from '../src/index.ts'
import { clientOn } from './scratch.ts'

describeOn('postgres-15', (server) => {
  test('an index of that name that somebody builds in another schema of the search path stays', async () => {
    const { url, database, query } = await server.freshDatabase()
    for (const schema of ['mine', 'common']) {
      await query(`CREATE SCHEMA ${schema}`)
      await query(`CREATE TABLE ${schema}.t (a int)`)
    }
    await query(`ALTER DATABASE ${database} SET search_path = mine, common`)
    const [writer, builder] = [await clientOn(url), await clientOn(url)]
    await writer.query('BEGIN')
    await writer.query('INSERT INTO common.t VALUES (1)')
    // It waits for the writer, and is there and not usable meanwhile.
    const built = builder.query('CREATE INDEX CONCURRENTLY i ON common.t (a)')
    while ((await query(`SELECT 1 FROM pg_class WHERE relname = 'i'`)).length === 0);

    const driver = pg(url)
    onTestFinished(() => driver.close())
    const migrator = new Migrator(driver)
    migrator.addMigrations([{ id: '1', description: 'an index', up: ['CREATE INDEX CONCURRENTLY i ON t (a)'] }])
    let state: 'at work' | 'done' = 'at work'
    const report = migrator.up().finally(() => (state = 'done'))
    const waits = `SELECT 1 FROM pg_stat_activity WHERE datname = '${database}' AND query LIKE '%INDEX CONCURRENTLY%' AND query NOT LIKE '%common%' AND wait_event_type = 'Lock'`
    const isDone = (): boolean => state === 'done'
    while (!isDone() && (await query(waits)).length === 0);
    await writer.query('COMMIT')
    await built
    expect(await report).toMatchObject({ outcome: 'migrated' })
    expect(await query(`SELECT schemaname FROM pg_indexes WHERE indexname = 'i' ORDER BY 1`)).toEqual([
      { schemaname: 'common' },
      { schemaname: 'mine' },
    ])
  })

  test('what it left itself on its own table, in whatever schema that is, is taken away before it is built again', async () => {
    const { url, database, query } = await server.freshDatabase()
    for (const schema of ['mine', 'common']) await query(`CREATE SCHEMA ${schema}`)
    await query('CREATE TABLE common.t (a int)')
    await query('INSERT INTO common.t VALUES (1), (1)')
    await query(`ALTER DATABASE ${database} SET search_path = mine, common`)
    const driver = pg(url)
    onTestFinished(() => driver.close())
    const migrator = new Migrator(driver)
    migrator.addMigrations([{ id: '1', description: 'an index', up: ['CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)'] }])
    const told = expect.stringMatching(/It was rolled back\. \(.*'common\.i'.*DROP INDEX CONCURRENTLY IF EXISTS common\.i/s) as string
    expect(await migrator.up()).toMatchObject({ outcome: 'failed', error: { message: told, details: { reason: 'constraint' } } })
    expect(await query(`SELECT indisvalid FROM pg_index WHERE indexrelid = 'common.i'::regclass`)).toEqual([{ indisvalid: false }])
    await query('TRUNCATE common.t')
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    expect(await query(`SELECT indisvalid FROM pg_index WHERE indexrelid = 'common.i'::regclass`)).toEqual([{ indisvalid: true }])
  })
})
