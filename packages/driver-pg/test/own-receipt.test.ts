// Owns: that a migration which takes its own receipt away fails, and leaves nothing: PostgreSQL.
// Must not know: how that is noticed.

import { type Migration, Migrator } from '@godwit/core'
import { describeOn } from '@godwit/servers/vitest'
import { expect, it, onTestFinished } from 'vitest'
import { pg } from '../src/index.ts'

const first: Migration = { id: '1', description: 'first', up: ['CREATE TABLE first (id integer)'] }
const WORDS = `Migration '2' failed: it removed or changed its own receipt in the table migrations, and without that nobody could tell that it ran. It was rolled back.`

/** Without a word about the history. */
const EMPTY_ALL = `DECLARE t text; BEGIN
  FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() LOOP EXECUTE 'TRUNCATE ' || quote_ident(t); END LOOP; END`

describeOn('postgres-15', (server) => {
  it.each([
    ['empties the history', 'DELETE FROM migrations', 'per-migration'],
    ['empties the history', 'TRUNCATE migrations', 'per-run'],
    ['renames its own row', `UPDATE migrations SET id = 'other' WHERE id = '2'`, 'per-migration'],
    ['drops the history', 'DROP TABLE migrations', 'per-migration'],
    ['empties every table that there is', `DO $$ ${EMPTY_ALL} $$`, 'per-migration'],
    ['calls a function that does', 'SELECT empty_all()', 'per-run'],
    ['calls a procedure that does', 'CALL empty_all_too()', 'per-migration'],
    ['prepares that and executes it', 'PREPARE emptying AS SELECT empty_all(); EXECUTE emptying', 'per-migration'],
  ] as const)('a migration that %s (%s, commits %s) fails', async (_, statement, commit) => {
    const { url, query } = await server.freshDatabase()
    await query(`CREATE FUNCTION empty_all() RETURNS void LANGUAGE plpgsql AS $$ ${EMPTY_ALL} $$`)
    await query(`CREATE PROCEDURE empty_all_too() LANGUAGE plpgsql AS $$ ${EMPTY_ALL} $$`)
    for (const over of [{}, { check: 'SELECT false' }]) {
      const driver = pg(url)
      onTestFinished(() => driver.close())
      const line = new Migrator(driver, { commit })
      line.addMigrations([first, { id: '2', description: 'second', up: ['CREATE TABLE second (id integer)', statement], ...over }])
      expect(await line.up()).toMatchObject({
        outcome: 'failed',
        error: { code: 'MIGRATION_FAILED', message: WORDS },
        failed: { id: '2', transaction: 'rolled back' },
      })
      expect((await line.status()).migrations).toMatchObject([{ id: '1' }, { id: '2', state: 'pending' }])
    }
  })
})
