// Owns: a table of somebody else's under the name of one that belongs beside the history, and one of ours that somebody has changed.
// Must not know: how the tables are told apart.

import { Migrator } from '@godwit/core'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { betterSqlite3 } from '../src/index.ts'
import { scratchFile } from './session.ts'

function migrators(): { readonly file: string; readonly run: (sql: string) => void; readonly migrator: (table?: string) => Migrator } {
  const file = scratchFile()
  const run = (sql: string): void => {
    const database = new Database(file)
    database.exec(sql)
    database.close()
  }
  const migrator = (table = 'migrations'): Migrator => {
    const driver = betterSqlite3(file)
    onTestFinished(() => driver.close())
    const made = new Migrator(driver, { table })
    made.addMigration({ id: '1', description: 'one', up: ['CREATE TABLE one (id)'] })
    return made
  }
  return { file, run, migrator }
}

test.each(['migrations_lease', 'migrations_step'])(
  '%s of somebody else is named before anything is written, and left alone',
  async (table) => {
    const { run, migrator } = migrators()
    run(`CREATE TABLE ${table} (flat TEXT, until TEXT); INSERT INTO ${table} VALUES ('1b', 'May')`)
    const foreign = { code: 'JOURNAL_FOREIGN', details: { table, columns: ['flat', 'until'] } }
    await expect(migrator().status()).rejects.toMatchObject(foreign)
    await expect(migrator().initialize()).rejects.toMatchObject(foreign)
    expect(await migrator().up()).toMatchObject({ outcome: 'failed', done: [], error: foreign })
    expect(await migrator('godwit').up()).toMatchObject({ outcome: 'migrated' })
  },
)

test('also where it took the place of one that was lost beside a history', async () => {
  const { run, migrator } = migrators()
  expect(await migrator().up()).toMatchObject({ outcome: 'migrated' })
  run('DROP TABLE migrations_lease; CREATE TABLE migrations_lease (flat TEXT)')
  await expect(migrator().status()).rejects.toMatchObject({ code: 'JOURNAL_FOREIGN', details: { table: 'migrations_lease' } })
  run('DROP TABLE migrations_lease')
  expect(await migrator().up()).toMatchObject({ outcome: 'up-to-date' })
})

test.each(['id', 'checksum', 'ordinal', 'raw_checksum', 'run'])(
  'a history whose %s was renamed is not an empty one, and not another tool’s',
  async (column) => {
    const { run, migrator } = migrators()
    expect(await migrator().up()).toMatchObject({ outcome: 'migrated' })
    run(`ALTER TABLE migrations RENAME COLUMN ${column} TO was`)
    const error = { code: 'JOURNAL_FOREIGN', details: { table: 'migrations', tool: undefined, lacks: [column] } }
    await expect(migrator().status()).rejects.toMatchObject(error)
    expect(await migrator().up()).toMatchObject({ outcome: 'failed', done: [], error })
    run(`ALTER TABLE migrations RENAME COLUMN was TO ${column}`)
    expect(await migrator().up()).toMatchObject({ outcome: 'up-to-date' })
  },
)
