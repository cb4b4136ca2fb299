// Owns: that the settings of a session hold where a migration goes on in another one.
// Must not know: how statements are recorded.

import { Migrator } from '@godwit/core'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { betterSqlite3 } from '../src/index.ts'
import { scratchFile } from './session.ts'

test.each(['PRAGMA foreign_keys = OFF', 'PRAGMA foreign_keys(OFF)', 'PRAGMA main.foreign_keys(0)'])(
  'a rebuild under %s keeps the rows that refer to it, where it goes on in another session',
  async (pragma) => {
    const file = scratchFile()
    const database = new Database(file)
    onTestFinished(() => void database.close())
    database.exec(
      'CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p REFERENCES p (id) ON DELETE CASCADE); INSERT INTO p VALUES (1); INSERT INTO c VALUES (1)',
    )
    const run = async (): Promise<unknown> => {
      const driver = betterSqlite3(file)
      onTestFinished(() => driver.close())
      const migrator = new Migrator(driver)
      migrator.addMigration({
        id: '1',
        description: 'rebuild',
        transaction: 'forbidden',
        up: [
          pragma,
          'CREATE TABLE q (id INTEGER PRIMARY KEY, n INT)',
          'INSERT INTO q (id) SELECT id FROM p',
          'ALTER TABLE later ADD COLUMN x INT',
          'DROP TABLE p',
          'ALTER TABLE q RENAME TO p',
        ],
      })
      return await migrator.up()
    }
    expect(await run()).toMatchObject({ outcome: 'failed', failed: { transaction: 'partly committed' } })
    database.exec('CREATE TABLE later (id INT)')
    expect(await run()).toMatchObject({ outcome: 'migrated' })
    expect(database.prepare('SELECT count(*) FROM c').pluck().get()).toBe(1)
  },
)
