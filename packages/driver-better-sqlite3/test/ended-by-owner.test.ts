// Owns: what is said of a function that ends the transaction around it, over the database that was handed in.
// Must not know: how core finds out what became of it.

import { code, Migrator } from '@godwit/core'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { betterSqlite3 } from '../src/index.ts'

test.each([
  ['COMMIT', 'committed', ['before'], 'applied'],
  ['ROLLBACK', 'rolled back', [], 'pending'],
] as const)('%s over the database: it failed, and is told as %s', async (word, transaction, tables, state) => {
  const database = new Database(':memory:')
  const migrator = new Migrator(betterSqlite3(database))
  const up = code('1', async ({ sql }) => {
    await sql.run('CREATE TABLE before (a)')
    database.exec(word)
    await sql.run('CREATE TABLE behind (a)')
  })
  migrator.addMigrations([{ id: '1', description: 'ends it', up }])
  expect(await migrator.up()).toMatchObject({ outcome: 'failed', failed: { id: '1', transaction }, error: { details: { transaction } } })
  expect(database.prepare(`SELECT name FROM sqlite_master WHERE name IN ('before', 'behind')`).pluck().all()).toEqual(tables)
  expect((await migrator.status()).migrations).toMatchObject([{ id: '1', state }])
})
