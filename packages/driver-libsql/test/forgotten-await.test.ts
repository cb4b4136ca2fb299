// Owns: what becomes of a migration on libSQL whose function does not wait for a statement. An uncaught error fails the run of these.
// Must not know: how statements are counted.

import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { code, Migrator } from '@godwit/core'
import { expect, onTestFinished, test } from 'vitest'
import { libsql } from '../src/index.ts'
import { scratchFolder } from './scratch.ts'

test('a function that does not wait for its last statement fails with its words, and is rolled back', async () => {
  const driver = libsql(pathToFileURL(join(scratchFolder(), 'test.db')).href)
  onTestFinished(() => driver.close())
  const migrator = new Migrator(driver)
  migrator.addMigration({
    id: '1',
    description: 'one',
    up: code('1', async ({ sql }) => {
      await sql.run('CREATE TABLE mine (a)')
      void sql.run('INSERT INTO nope VALUES (1)')
    }),
  })
  expect(await migrator.up()).toMatchObject({
    outcome: 'failed',
    failed: { transaction: 'rolled back' },
    error: { message: expect.stringMatching(/did not wait for 'INSERT INTO nope.*no such table: nope.*Is an await missing\?/) },
  })
  expect((await migrator.status()).migrations).toMatchObject([{ id: '1', state: 'pending' }])
})
