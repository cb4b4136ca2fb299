// Owns: that a history is that of the database itself, whatever else is on its connection under the same name.
// Must not know: how its tables are named in a statement.

import { Migrator } from '@godwit/core'
import Database from 'better-sqlite3'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { betterSqlite3 } from '../src/index.ts'
import { scratchFolder } from './scratch.ts'

function migratorOn(database: Database.Database): Migrator {
  const migrator = new Migrator(betterSqlite3(database))
  migrator.addMigrations([{ id: '1', description: 'a table', up: ['CREATE TABLE t (a)'], down: ['DROP TABLE t'] }])
  return migrator
}

const TABLES = `SELECT name FROM main.sqlite_master WHERE name IN ('t', 'migrations') ORDER BY name`

test('a database that is attached may have one of its own', async () => {
  const folder = scratchFolder()
  const other = new Database(join(folder, 'other.db'))
  expect(await migratorOn(other).up()).toMatchObject({ outcome: 'migrated' })
  other.close()
  const database = new Database(join(folder, 'app.db'))
  onTestFinished(() => void database.close())
  database.exec(`ATTACH '${join(folder, 'other.db')}' AS other`)
  const migrator = migratorOn(database)
  expect((await migrator.status()).migrations).toMatchObject([{ id: '1', state: 'pending' }])
  expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
  expect(database.prepare(TABLES).pluck().all()).toEqual(['migrations', 't'])
  expect(database.prepare('SELECT count(*) FROM other.migrations').pluck().get()).toBe(1)
})

test('so may a table be that is gone with the connection', async () => {
  const database = new Database(':memory:')
  onTestFinished(() => void database.close())
  const migrator = migratorOn(database)
  expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
  database.exec('CREATE TEMP TABLE migrations AS SELECT * FROM migrations')
  expect(await migrator.down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated' })
  database.exec('DROP TABLE temp.migrations')
  expect((await migrator.status()).current).toBeUndefined()
})
