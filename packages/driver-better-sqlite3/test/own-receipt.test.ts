// Owns: that a migration which takes its own receipt away fails, and leaves nothing: SQLite.
// Must not know: how that is noticed.

import { type Migration, Migrator } from '@godwit/core'
import { expect, onTestFinished, test } from 'vitest'
import { betterSqlite3 } from '../src/index.ts'
import { scratchFile } from './session.ts'

const first: Migration = { id: '1', description: 'first', up: ['CREATE TABLE first (id INTEGER)'], down: ['DROP TABLE first'] }
const parent: Migration = {
  id: '1',
  description: 'parent',
  up: ['CREATE TABLE p (id INTEGER PRIMARY KEY)', 'CREATE TABLE c (p INTEGER REFERENCES p (id) DEFERRABLE INITIALLY DEFERRED)'],
}

function migrator(...migrations: readonly Migration[]): Migrator {
  const driver = betterSqlite3(scratchFile())
  onTestFinished(() => driver.close())
  const made = new Migrator(driver)
  made.addMigrations(migrations)
  return made
}

const WORDS = `Migration '2' failed: it removed or changed its own receipt in the table migrations, and without that nobody could tell that it ran. It was rolled back.`

test.each([
  ['empties the history', ['DELETE FROM migrations']],
  ['renames its own row', [`UPDATE migrations SET id = 'other' WHERE id = '2'`]],
  ['drops the history', ['DROP TABLE migrations']],
])('a migration that %s fails, and what was before it holds', async (_, statements) => {
  for (const second of [
    { id: '2', description: 'second', up: ['CREATE TABLE second (id INTEGER)', ...statements] },
    // With a check it is a transaction by itself and no batch.
    { id: '2', description: 'second', up: ['CREATE TABLE second (id INTEGER)', ...statements], check: 'SELECT 0' },
    { id: '2', description: 'second', up: { kind: 'code', revision: '1', run: ({ sql }) => runAll(sql, statements) } },
  ] satisfies readonly Migration[]) {
    const line = migrator(first, second)
    expect(await line.up()).toMatchObject({
      outcome: 'failed',
      error: { code: 'MIGRATION_FAILED', message: WORDS },
      failed: { id: '2', transaction: 'rolled back' },
      done: [{ id: '1' }],
    })
    const { migrations } = await line.status()
    expect(migrations.map(({ id, state }) => `${id} ${state}`)).toEqual(['1 applied', '2 pending'])
  }
})

test('a rehearsal shows it too', async () => {
  const line = migrator(first, { id: '2', description: 'second', up: ['DELETE FROM migrations'] })
  expect(await line.rehearse('up')).toMatchObject({ outcome: 'failed', error: { message: WORDS } })
})

test('a way down that takes its receipt away fails, and the migration stays applied', async () => {
  const line = migrator({ ...first, down: ['DROP TABLE first', 'DELETE FROM migrations'] })
  await line.up()
  expect(await line.down({ steps: 1 })).toMatchObject({ outcome: 'failed', failed: { transaction: 'rolled back' } })
  expect((await line.status()).migrations).toMatchObject([{ id: '1', state: 'applied' }])
})

test('a commit that is refused is not taken for it', async () => {
  const line = migrator(parent, { id: '2', description: 'dangling', up: ['INSERT INTO c VALUES (7)'] })
  expect(await line.up()).toMatchObject({ outcome: 'failed', error: { message: expect.stringContaining('FOREIGN KEY') as string } })
})

async function runAll(sql: { run(text: string): Promise<unknown> }, statements: readonly string[]): Promise<void> {
  for (const text of statements) await sql.run(text)
}
