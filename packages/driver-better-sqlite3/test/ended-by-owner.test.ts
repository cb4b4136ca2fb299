// Owns: what is said of a function that ends the transaction around it, over the database that was handed in.
// Must not know: how core finds out what became of it.

import { code, Migrator, steps } from '@godwit/core'
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

test('COMMIT in a durable step: nobody knows how far it came, and the next run asks instead of going on behind it', async () => {
  const database = new Database(':memory:')
  const migrator = new Migrator(betterSqlite3(database))
  const up = steps('1', ({ step }) =>
    step('both', async ({ sql }) => {
      await sql.run('CREATE TABLE before (a)')
      database.exec('COMMIT')
      await sql.run('CREATE TABLE behind (a)')
    }),
  )
  migrator.addMigrations([{ id: '1', description: 'ends it', up }])
  expect(await migrator.up()).toMatchObject({ outcome: 'failed', failed: { id: '1', transaction: 'unknown' } })
  expect(await migrator.up()).toMatchObject({ outcome: 'blocked', problems: [{ code: 'STATEMENT_UNRESOLVED', id: '1', n: 0 }] })
  database.exec('CREATE TABLE behind (a)')
  await migrator.resolve('1', 0, 'took-effect')
  expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
})
