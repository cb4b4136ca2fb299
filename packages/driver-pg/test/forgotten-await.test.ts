// Owns: what becomes of a migration on PostgreSQL whose function does not wait for a statement. An uncaught error fails the run of these.
// Must not know: how statements are counted.

import { code, Migrator } from '@godwit/core'
import { describeOn } from '@godwit/servers/vitest'
import { expect, onTestFinished, test } from 'vitest'
import { pg } from '../src/index.ts'

describeOn('postgres-15', (server) => {
  test('a forgotten statement that fails is named, also where it only broke what came behind it', async () => {
    const { url, query } = await server.freshDatabase()
    const driver = pg(url)
    onTestFinished(() => driver.close())
    const failed = {
      outcome: 'failed',
      failed: { transaction: 'rolled back' },
      error: { message: expect.stringMatching(/did not wait for 'INSERT INTO nope.*"nope" does not exist\. Is an await missing\?/) },
    }
    const first = new Migrator(driver)
    first.addMigration({
      id: '1',
      description: 'last',
      up: code('1', async ({ sql }) => {
        await sql.run('CREATE TABLE mine (a int)')
        void sql.run('INSERT INTO nope VALUES (1)')
      }),
    })
    expect(await first.up()).toMatchObject(failed)
    const second = new Migrator(driver)
    second.addMigration({
      id: '1',
      description: 'first',
      up: code('1', async ({ sql }) => {
        void sql.run('INSERT INTO nope VALUES (1)')
        await sql.run('CREATE TABLE mine (a int)')
      }),
    })
    expect(await second.up()).toMatchObject(failed)
    expect(await query(`SELECT to_regclass('mine') AS mine`)).toEqual([{ mine: null }])
  })
})
