// Owns: what the answer of a migration's check means on SQLite.
// Must not know: how it is asked.

import BetterSqlite3 from 'better-sqlite3'
import { code, Migrator, type Migration } from '@godwit/core'
import { expect, onTestFinished, test } from 'vitest'
import { betterSqlite3 } from '../src/index.ts'

type Database = InstanceType<typeof BetterSqlite3>

const MIGRATION: Migration = { id: '001', description: 'a row', up: ["INSERT INTO ran VALUES ('001')"] }

function scene(check: string, migration: Partial<Migration> = {}): { readonly database: Database; readonly migrator: Migrator } {
  const database = new BetterSqlite3(':memory:')
  onTestFinished(() => void database.close())
  database.exec('CREATE TABLE ran (what); CREATE TABLE t (a); INSERT INTO t VALUES (1), (2)')
  const migrator = new Migrator(betterSqlite3(database))
  migrator.addMigration({ ...MIGRATION, ...migration, check })
  return { database, migrator }
}

const ran = (database: Database): readonly unknown[] => database.prepare('SELECT what FROM ran').pluck().all()

test.each(['SELECT count(*) FROM t', 'SELECT -1', 'SELECT 9007199254740993', 'SELECT EXISTS (SELECT 1 FROM t)', 'SELECT 0.5'])(
  'where %s is not 0, the migration is recorded and not run',
  async (check) => {
    const { database, migrator } = scene(check)
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    expect(ran(database)).toEqual([])
  },
)

test.each(['SELECT count(*) FROM t WHERE a > 2', 'SELECT NULL', 'SELECT a FROM t WHERE a > 2', 'SELECT 1 = 2'])(
  'where %s gives 0, NULL or nothing, it runs',
  async (check) => {
    const { database, migrator } = scene(check)
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    expect(ran(database)).toEqual(['001'])
  },
)

test.each<[string, Partial<Migration>]>([
  ['statements', {}],
  ['a function', { up: code('1', async ({ sql }) => void (await sql.run("INSERT INTO ran VALUES ('001')"))) }],
  ['statements that are recorded one by one', { transaction: 'forbidden' }],
])('a check that gives a text is refused, and nothing of %s has run', async (_, migration) => {
  const { database, migrator } = scene("SELECT 'yes'", migration)
  expect(await migrator.up()).toMatchObject({
    outcome: 'failed',
    failed: { id: '001', transaction: 'rolled back' },
    error: { code: 'MIGRATION_FAILED', details: { id: '001' }, message: expect.stringMatching(/'001' failed: .*check.*text/) as string },
  })
  expect(ran(database)).toEqual([])
})

test('a rehearsal says the same', async () => {
  const { migrator } = scene("SELECT 'yes'")
  expect(await migrator.rehearse('up')).toMatchObject({ outcome: 'failed', failed: { id: '001' }, error: { code: 'MIGRATION_FAILED' } })
})
