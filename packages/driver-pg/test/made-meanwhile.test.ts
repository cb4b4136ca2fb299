// Owns: what becomes of a migration that makes what somebody else is making, when that one commits first.
// Must not know: when a run takes its turn again.

import { code, type Migration, Migrator } from '@godwit/core'
import { describeOn } from '@godwit/servers/vitest'
import { expect, onTestFinished, test } from 'vitest'
import { pg } from '../src/index.ts'
import { clientOn, until } from './scratch.ts'

// The server looks whether the name is taken, and meets the other's row only when it writes its own: `IF NOT EXISTS` does not help.
const MADE = [
  ['a table', 'CREATE TABLE IF NOT EXISTS shared (a integer)'],
  ['a schema', 'CREATE SCHEMA IF NOT EXISTS shared'],
  ['a function', 'CREATE OR REPLACE FUNCTION shared() RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$'],
] as const

const WAYS: readonly (readonly [string, (text: string) => Pick<Migration, 'up' | 'transaction'>])[] = [
  ['in one message', (text) => ({ up: [text] })],
  ['one by one', (text) => ({ up: [text], transaction: 'forbidden' })],
  ['in a function', (text) => ({ up: code('r', async ({ sql }) => void (await sql.run(text))) })],
]

describeOn('postgres-15', (server) => {
  for (const [what, text] of MADE) {
    test.each(WAYS)(`${what} that a rival commits first is there, %s`, async (_, up) => {
      const { url, query, database } = await server.freshDatabase()
      const rival = await clientOn(url)
      const driver = pg(url)
      onTestFinished(() => driver.close())
      const migrator = new Migrator(driver)
      migrator.addMigrations([{ id: '1', description: '1', ...up(text) }])
      await rival.query('BEGIN')
      await rival.query(text)
      const run = migrator.up()
      await until(() => query(`SELECT 1 FROM pg_stat_activity WHERE datname = '${database}' AND wait_event = 'transactionid'`))
      await rival.query('COMMIT')
      expect(await run).toMatchObject({ outcome: 'migrated', steps: [{ id: '1' }] })
      expect(await query(`SELECT id FROM migrations`)).toEqual([{ id: '1' }])
    })
  }

  test('without IF NOT EXISTS it is refused by its name, and not by a row of the catalogue', async () => {
    const { url, query, database } = await server.freshDatabase()
    const rival = await clientOn(url)
    const driver = pg(url)
    onTestFinished(() => driver.close())
    const migrator = new Migrator(driver)
    migrator.addMigrations([{ id: '1', description: '1', up: ['CREATE TABLE shared (a integer)'] }])
    await rival.query('BEGIN')
    await rival.query('CREATE TABLE shared (a integer)')
    const run = migrator.up()
    await until(() => query(`SELECT 1 FROM pg_stat_activity WHERE datname = '${database}' AND wait_event = 'transactionid'`))
    await rival.query('COMMIT')
    expect(await run).toMatchObject({ outcome: 'blocked', problems: [{ code: 'NAME_TAKEN', id: '1' }] })
  })
})
