// Owns: S-M7: a line is not begun on an engine that could not end it, and the oldest ones that are there end it.
// Must not know: which statements need a newer one.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Driver, isMigrateError, type Line, Migrator } from '@godwit/core'
import { betterSqlite3 } from '@godwit/driver-better-sqlite3'
import { libsql } from '@godwit/driver-libsql'
import { mysql } from '@godwit/driver-mysql'
import { pg } from '@godwit/driver-pg'
import { describeOn } from '@godwit/servers/vitest'
import BetterSqlite3 from 'better-sqlite3'
import { describe, expect, onTestFinished, test } from 'vitest'
import { agentState, gateway, handle } from '../../src/index.ts'
import { schemaOf } from '../schema-of.ts'

const LINES = [gateway, agentState]

/** All the way up, down and up again, and what is there then is what was there first. */
async function endsWhatItBegins(driver: Driver, line: Line): Promise<void> {
  onTestFinished(() => driver.close())
  const session = await driver.open('write')
  onTestFinished(() => session.close())
  const migrator = new Migrator(driver, line)
  expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
  const made = await schemaOf(handle(session), '')
  expect(await migrator.down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated' })
  expect((await schemaOf(handle(session), '')).size).toBeLessThan(made.size)
  expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
  expect(await schemaOf(handle(session), '')).toEqual(made)
}

describe('on better-sqlite3', () => {
  test.each(LINES)('$name is refused on SQLite 3.34 before anything is made, and can be looked at (S-M7)', async (line) => {
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

describe('on libSQL', () => {
  test.each(LINES)('$name goes up, down and up again on the SQLite that the client brings (S-M7)', async (line) => {
    const folder = await mkdtemp(join(tmpdir(), 'godwit-old-sqlite-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    await endsWhatItBegins(libsql({ url: `file:${join(folder, 'new.db')}`, timeoutMs: 0 }), line)
  })
})

describeOn('postgres-13', (server) => {
  test.each(LINES)('$name goes up, down and up again on the oldest server there is (S-M7)', async (line) => {
    await endsWhatItBegins(pg((await server.freshDatabase()).url), line)
  })
})

describeOn('mariadb', (server) => {
  test.each(LINES)('$name goes up, down and up again on the oldest server there is (S-M7)', async (line) => {
    await endsWhatItBegins(mysql((await server.freshDatabase()).url), line)
  })
})
