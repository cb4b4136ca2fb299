// Owns: C-X1, C-X10, C-X11 on the real line: what the engine makes of it, through both SQLite drivers.
// Must not know: how the engine works.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Migrator } from '@godwit/core'
import type { Driver } from '@godwit/core/driver'
import { betterSqlite3 } from '@godwit/driver-better-sqlite3'
import { libsql } from '@godwit/driver-libsql'
import { describe, expect, onTestFinished, test } from 'vitest'
import { agents, getPendingMigrations, migrations } from '../src/index.ts'
import { engines, run, statements, type Database } from './engines.ts'
import { insertAgent, insertLog, insertSession } from './rows.ts'

const drivers = [
  { name: 'libsql', connect: (file: string): Driver => libsql({ url: `file:${file}` }) },
  { name: 'better-sqlite3', connect: (file: string): Driver => betterSqlite3(file) },
]

/** A new file, seen by a migrator through the driver and by a client beside it. */
async function open(connect: (file: string) => Driver): Promise<{ driver: Driver; migrator: Migrator; database: Database }> {
  const folder = await mkdtemp(join(tmpdir(), 'godwit-agents-'))
  const file = join(folder, 'agents.db')
  const driver = connect(file)
  const engine = engines.find(({ name }) => name === 'better-sqlite3')
  if (engine === undefined) throw new Error('no client to look with')
  const { database, close } = engine.open(file)
  onTestFinished(async () => {
    close()
    await driver.close()
    await rm(folder, { recursive: true, force: true })
  })
  return { driver, migrator: new Migrator(driver, agents), database }
}

/** All that is in the file but the bookkeeping. */
async function catalogue(database: Database): Promise<unknown> {
  const { rows } = await database.execute({
    sql: "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'migrations%' AND tbl_name NOT LIKE 'migrations%' AND name NOT LIKE 'sqlite%' ORDER BY type, name",
  })
  return rows
}

async function tables(database: Database): Promise<unknown[]> {
  const { rows } = await database.execute({ sql: "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name" })
  return rows.map(({ name }) => name)
}

describe.each(drivers)('with $name', ({ connect }) => {
  test('C-X1: a first run applies 001, 002 and what follows, a second one nothing', async () => {
    const { migrator } = await open(connect)
    const first = await migrator.migrate()
    expect(first.map(({ migration, success }) => [migration.id, success])).toEqual([
      ['001', true],
      ['002', true],
      ['002_keyset_index', true],
    ])
    expect(await migrator.migrate()).toEqual([])
    const summary = await migrator.getMigrationSummary()
    expect(summary).toMatchObject({ totalMigrations: 3, appliedMigrations: 3, pendingMigrationIds: [], currentVersion: '002_keyset_index' })
    expect(getPendingMigrations(summary.currentVersion)).toEqual([])
  })

  test('the engine makes what the bare statements make, and the same once more after down', async () => {
    const { migrator, database } = await open(connect)
    const other = await open(connect)
    await run(other.database, 'up')
    await migrator.migrate()
    const wanted = await catalogue(other.database)
    expect(await catalogue(database)).toEqual(wanted)
    expect(await migrator.down({ to: 'nothing' })).toMatchObject({ outcome: 'migrated' })
    expect(await catalogue(database)).toEqual([])
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    expect(await catalogue(database)).toEqual(wanted)
  })

  test('C-X10: a dry run on a new file returns all migrations with their statements and leaves no table', async () => {
    const { migrator, database } = await open(connect)
    const results = await migrator.migrate({ dryRun: true })
    expect(results.map(({ migration, sql }) => [migration.id, sql])).toEqual(
      migrations.map((migration) => [migration.id, statements(migration, 'up')]),
    )
    expect(await tables(database)).toEqual([])
  })

  test('C-X10: a limit of none applies none, of one applies one', async () => {
    const { migrator, database } = await open(connect)
    expect(await migrator.migrate({ limit: 0 })).toEqual([])
    expect(await catalogue(database)).toEqual([])
    expect((await migrator.migrate({ limit: 1 })).map(({ migration }) => migration.id)).toEqual(['001'])
    const summary = await migrator.getMigrationSummary()
    expect(getPendingMigrations(summary.currentVersion).map(({ id }) => id)).toEqual(['002', '002_keyset_index'])
    expect(summary.pendingMigrationIds).toEqual(['002', '002_keyset_index'])
  })

  test('C-X11: rollbackLast goes back over rows, from 002 twice, and then there is nothing to go back to', async () => {
    const { migrator, database } = await open(connect)
    await migrator.migrate()
    await insertAgent(database)
    await insertSession(database)
    await insertLog(database, { parent_id: await insertLog(database) })
    expect(await migrator.rollbackLast()).toMatchObject({ success: true, migration: { id: '002_keyset_index' } })
    expect(await migrator.rollbackLast()).toMatchObject({ success: true, migration: { id: '002' } })
    expect((await tables(database)).filter((name) => name === 'agents' || name === 'sessions' || name === 'session_logs')).toEqual([
      'agents',
    ])
    expect(await migrator.rollbackLast()).toMatchObject({ success: true, migration: { id: '001' } })
    expect(await catalogue(database)).toEqual([])
    expect(await migrator.rollbackLast()).toBeNull()
  })

  test('over a table of that name which something else made, nothing is applied and nothing recorded', async () => {
    const { migrator, database } = await open(connect)
    await database.execute({ sql: 'CREATE TABLE sessions (id INTEGER PRIMARY KEY, cookie TEXT)' })
    await expect(migrator.migrate()).rejects.toThrow("would make the table, view or sequence 'sessions'")
    expect(await tables(database)).toEqual(['sessions'])
    expect((await migrator.getMigrationSummary()).pendingMigrationIds).toEqual(['001', '002', '002_keyset_index'])
  })

  test('added to an application’s line as the document does, the migrations run once, whichever way is tried next', async () => {
    const { driver, migrator, database } = await open(connect)
    const application = new Migrator(driver)
    application.addMigrations(migrations)
    expect(await application.migrate()).toHaveLength(3)
    const before = await catalogue(database)
    const report = await migrator.up()
    expect(report).toMatchObject({
      outcome: 'blocked',
      problems: [{ code: 'OTHER_LINE', otherLine: 'app' }, { code: 'OTHER_LINE' }, { code: 'OTHER_LINE' }],
    })
    expect(await catalogue(database)).toEqual(before)
  })
})
