// Owns: that a rebuild which wants foreign keys suspended never runs with them in force.
// Must not know: how they are suspended.

import { type Migration, Migrator } from '@godwit/core'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { betterSqlite3 } from '../src/index.ts'

const REBUILD: Migration = {
  id: '1',
  description: 'rebuilds a table that others refer to',
  foreignKeys: 'suspended',
  up: [
    'CREATE TABLE made (id INTEGER PRIMARY KEY, x)',
    'INSERT INTO made (id) SELECT id FROM p',
    'DROP TABLE p',
    'ALTER TABLE made RENAME TO p',
  ],
}

test.each([
  ['useTransaction: false', REBUILD, false],
  ["transaction: 'forbidden'", { ...REBUILD, transaction: 'forbidden' as const }, true],
])('with %s it is refused, and the rows that refer to the table stay', async (_, migration, useTransaction) => {
  const database = new Database(':memory:')
  database.exec(`
    PRAGMA foreign_keys = ON;
    CREATE TABLE p (id INTEGER PRIMARY KEY);
    CREATE TABLE c (p REFERENCES p (id) ON DELETE CASCADE);
    INSERT INTO p VALUES (1);
    INSERT INTO c VALUES (1);
  `)
  const rows = database.prepare('SELECT p FROM c').pluck()
  const migrator = new Migrator(betterSqlite3(database))
  migrator.addMigration(migration)
  await expect(migrator.migrate({ useTransaction })).rejects.toMatchObject({
    code: 'BLOCKED',
    details: { problems: [{ code: 'FOREIGN_KEYS_IN_FORCE', id: '1' }] },
  })
  expect(rows.all()).toEqual([1])

  const mended = new Migrator(betterSqlite3(database))
  mended.addMigration(REBUILD)
  expect(await mended.migrate()).toMatchObject([{ success: true }])
  expect(rows.all()).toEqual([1])
})
