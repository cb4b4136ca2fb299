// Owns: a database that was handed in with its journal switched off, which this client allows in its unsafe mode only.
// Must not know: what SQLite makes of a rollback then; that is a law.

import { Migrator } from '@godwit/core'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { join } from 'node:path'
import { betterSqlite3 } from '../src/index.ts'
import { scratchFolder } from './scratch.ts'

test('nothing is begun on it, and once the journal is on again, everything is', async () => {
  const database = new Database(join(scratchFolder(), 'a.db'))
  onTestFinished(() => void database.close())
  database.unsafeMode(true)
  expect(database.pragma('journal_mode = OFF', { simple: true })).toBe('off')
  const migrator = new Migrator(betterSqlite3(database))
  migrator.addMigrations([{ id: '1', description: 'a table', up: ['CREATE TABLE t (a)'] }])
  const message = expect.stringContaining('PRAGMA journal_mode = OFF') as string
  expect(await migrator.up()).toMatchObject({ outcome: 'failed', error: { message } })
  expect(database.prepare('SELECT name FROM sqlite_master').all()).toEqual([])
  database.pragma('journal_mode = DELETE')
  expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
})
