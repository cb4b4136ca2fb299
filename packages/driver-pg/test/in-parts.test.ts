// Owns: statements outside of a transaction that commit in their middle, and then fail: PostgreSQL.
// Must not know: how core remembers that.

import { type Migration, Migrator } from '@godwit/core'
import { describeOn } from '@godwit/servers/vitest'
import { expect, onTestFinished, test } from 'vitest'
import { pg } from '../src/index.ts'
import { clientOn } from './scratch.ts'

const forbidden = (text: string): Migration => ({ id: '1', description: 'in parts', transaction: 'forbidden', up: [text] })
const BODY = 'BEGIN INSERT INTO t VALUES (1); COMMIT; INSERT INTO nowhere VALUES (1); END'

describeOn('postgres-15', (server) => {
  test.each(['CALL p()', `DO $$ ${BODY} $$`])('%s is not called rolled back, and not run again unasked', async (text) => {
    const { url, query } = await server.freshDatabase()
    await query('CREATE TABLE t (a int)')
    await query(`CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ ${BODY} $$`)
    const driver = pg(url)
    onTestFinished(() => driver.close())
    const migrator = new Migrator(driver)
    migrator.addMigration(forbidden(text))
    expect(await migrator.up()).toMatchObject({ outcome: 'failed', failed: { id: '1', transaction: 'unknown' } })
    expect(await migrator.up()).toMatchObject({ outcome: 'blocked', problems: [{ code: 'STATEMENT_UNRESOLVED', id: '1', n: 0 }] })
    expect(await query('SELECT a FROM t')).toEqual([{ a: 1 }])
  })

  test('a block that commits nothing is rolled back as a whole', async () => {
    const { url, query } = await server.freshDatabase()
    await query('CREATE TABLE t (a int)')
    const driver = pg(url)
    onTestFinished(() => driver.close())
    const migrator = new Migrator(driver)
    migrator.addMigration(forbidden(`DO $$ ${BODY.replace('COMMIT; ', '')} $$`))
    expect(await migrator.up()).toMatchObject({ outcome: 'failed', failed: { id: '1', transaction: 'rolled back' } })
    expect(await query('SELECT a FROM t')).toEqual([])
  })

  test('a partition whose detaching was broken off is half detached: it is asked about, and finished by hand', async () => {
    const { url, query, database } = await server.freshDatabase()
    await query('CREATE TABLE whole (a int) PARTITION BY LIST (a)')
    await query('CREATE TABLE part PARTITION OF whole FOR VALUES IN (1)')
    await query(`ALTER DATABASE ${database} SET statement_timeout = '1s'`)
    const reader = await clientOn(url)
    await reader.query('BEGIN')
    await reader.query('SELECT a FROM whole')
    const driver = pg(url)
    onTestFinished(() => driver.close())
    const migrator = new Migrator(driver)
    migrator.addMigration({ id: '1', description: 'detach', up: ['ALTER TABLE whole DETACH PARTITION part CONCURRENTLY'] })
    expect(await migrator.up()).toMatchObject({ outcome: 'failed', failed: { id: '1', transaction: 'unknown' } })
    expect(await query('SELECT inhdetachpending AS pending FROM pg_inherits')).toEqual([{ pending: true }])
    await reader.query('COMMIT')
    expect(await migrator.up()).toMatchObject({ outcome: 'blocked', problems: [{ code: 'STATEMENT_UNRESOLVED', id: '1', n: 0 }] })
    await query('ALTER TABLE whole DETACH PARTITION part FINALIZE')
    await migrator.resolve('1', 0, 'took-effect')
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
  })
})
