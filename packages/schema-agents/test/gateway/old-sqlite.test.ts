// Owns: that a line is not begun on an SQLite that could not end it.
// Must not know: which statements need a newer one.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isMigrateError, Migrator } from '@godwit/core'
import { betterSqlite3 } from '@godwit/driver-better-sqlite3'
import BetterSqlite3 from 'better-sqlite3'
import { describe, expect, onTestFinished, test } from 'vitest'
import { agentState, gateway } from '../../src/index.ts'

describe('on better-sqlite3', () => {
  test.each([gateway, agentState])('$name is refused on SQLite 3.34 before anything is made, and can be looked at (S-M7)', async (line) => {
    const folder = await mkdtemp(join(tmpdir(), 'godwit-old-sqlite-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    const database = new BetterSqlite3(join(folder, 'old.db'))
    onTestFinished(() => void database.close())
    database.function('sqlite_version', () => '3.34.1')
    const migrator = new Migrator(betterSqlite3(database), line)

    const report = await migrator.up().catch((error: unknown) => ({ outcome: 'rejected', error }))
    const error = 'error' in report ? report.error : undefined
    if (!isMigrateError(error, 'DATABASE')) throw new Error(`expected DATABASE, got ${String(error)}`)
    expect(error.message).toContain('This client has SQLite 3.34.1, and migrations need 3.35 or newer')
    expect(database.prepare('SELECT name FROM sqlite_schema').all()).toEqual([])
    expect((await migrator.status()).migrations.map(({ state }) => state)).toEqual(line.migrations.map(() => 'pending'))
  })
})
