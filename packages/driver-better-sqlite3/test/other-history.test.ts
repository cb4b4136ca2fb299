// Owns: a folder that is new in a file to which another tool has applied migrations, and who is let through.
// Must not know: how the other tools' tables are found.

import { Migrator, type MigratorOptions, type MigrationSource } from '@godwit/core'
import Database from 'better-sqlite3'
import { describe, expect, onTestFinished, test } from 'vitest'
import { betterSqlite3 } from '../src/index.ts'
import { scratchFile } from './session.ts'

const migration = {
  id: '0001',
  description: 'accounts',
  up: ['CREATE TABLE IF NOT EXISTS accounts (id)', 'INSERT INTO accounts VALUES (1)'],
}
const source: MigrationSource = {
  kind: 'text',
  id: '0001',
  description: 'accounts',
  origin: 'migrations/0001.sql',
  load: () => Promise.resolve(migration),
}

function fileWith(sql: string): string {
  const file = scratchFile()
  const database = new Database(file)
  database.exec(`CREATE TABLE accounts (id); ${sql}`)
  database.close()
  return file
}

function on(file: string, options: MigratorOptions = {}): Migrator {
  const driver = betterSqlite3(file)
  onTestFinished(() => driver.close())
  return new Migrator(driver, options)
}

function fromFolder(file: string, options: MigratorOptions = {}): Migrator {
  const migrator = on(file, options)
  migrator.addSources([source])
  return migrator
}

const DBMATE = "CREATE TABLE schema_migrations (version varchar(128) primary key); INSERT INTO schema_migrations VALUES ('0001')"

describe('a folder is refused where another tool has applied migrations', () => {
  test.each([
    ['dbmate', 'schema_migrations', DBMATE],
    ['golang-migrate', 'schema_migrations', 'CREATE TABLE schema_migrations (version, dirty); INSERT INTO schema_migrations VALUES (1, 0)'],
    [
      'goose',
      'goose_db_version',
      'CREATE TABLE goose_db_version (id, version_id, is_applied, tstamp); INSERT INTO goose_db_version VALUES (1, 0, 1, 0), (2, 1, 1, 0)',
    ],
    ['Flyway', 'flyway_schema_history', "CREATE TABLE flyway_schema_history (version); INSERT INTO flyway_schema_history VALUES ('1')"],
    ['Prisma', '_prisma_migrations', "CREATE TABLE _prisma_migrations (migration_name); INSERT INTO _prisma_migrations VALUES ('1')"],
    [
      'Drizzle',
      '__drizzle_migrations',
      "CREATE TABLE __drizzle_migrations (id, hash, created_at); INSERT INTO __drizzle_migrations VALUES (1, 'x', 1)",
    ],
    [
      'Knex',
      'knex_migrations',
      "CREATE TABLE knex_migrations (id, name, batch, migration_time); INSERT INTO knex_migrations VALUES (1, 'x', 1, 1)",
    ],
  ])('%s', async (tool, table, sql) => {
    const file = fileWith(sql)
    const migrator = fromFolder(file)
    const problems = [{ code: 'OTHER_HISTORY', line: 'app', tool: expect.stringContaining(tool), table, to: '0001' }]
    expect(await migrator.plan('up')).toMatchObject({ ok: false, problems })
    expect(await migrator.up()).toMatchObject({ outcome: 'blocked', problems })
    expect(await migrator.rehearse('up')).toMatchObject({ outcome: 'blocked', problems })
    const look = new Database(file, { readonly: true })
    expect(look.prepare('SELECT count(*) FROM accounts').pluck().get()).toBe(0)
    expect(look.prepare("SELECT count(*) FROM sqlite_master WHERE name = 'migrations'").pluck().get()).toBe(0)
    look.close()
  })

  test('also beside a line that is there already, and once the tables are made', async () => {
    const file = fileWith(DBMATE)
    const first = on(file, { line: 'shipped' })
    first.addMigration({ id: '1', description: 'one', up: ['CREATE TABLE shipped (id)'] })
    expect(await first.up()).toMatchObject({ outcome: 'migrated' })
    await fromFolder(file).initialize()
    expect(await fromFolder(file).up()).toMatchObject({ outcome: 'blocked', problems: [{ code: 'OTHER_HISTORY' }] })
  })

  test('that of TypeORM under the name that ours has by default, where ours has another', async () => {
    const file = fileWith("CREATE TABLE migrations (id, timestamp, name); INSERT INTO migrations VALUES (1, 1, 'x')")
    expect(await fromFolder(file, { table: 'godwit' }).up()).toMatchObject({
      outcome: 'blocked',
      problems: [{ code: 'OTHER_HISTORY', tool: 'TypeORM', table: 'migrations' }],
    })
  })
})

describe('a line goes on beside another tool', () => {
  test('when it was recorded what is there', async () => {
    const migrator = fromFolder(fileWith(DBMATE))
    expect(await migrator.baseline({ to: '0001' })).toMatchObject({ outcome: 'migrated' })
    expect(await migrator.up()).toMatchObject({ outcome: 'up-to-date' })
  })

  test('when it was said that these are others, and from then on without', async () => {
    const file = fileWith(DBMATE)
    expect(await fromFolder(file, { otherHistory: 'ignore' }).up()).toMatchObject({ outcome: 'migrated' })
    const later = fromFolder(file)
    later.addMigration({ id: '0002', description: 'more', up: ['CREATE TABLE more (id)'] })
    expect(await later.up()).toMatchObject({ outcome: 'migrated' })
  })

  test('when its migrations are code', async () => {
    const migrator = on(fileWith(DBMATE))
    migrator.addMigration(migration)
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
  })

  test.each([
    ['has applied nothing', 'CREATE TABLE schema_migrations (version)'],
    ['has only its own first row', 'CREATE TABLE goose_db_version (version_id); INSERT INTO goose_db_version VALUES (0)'],
    [
      'is none: the name is a table of the application',
      "CREATE TABLE migrations (bird, month); INSERT INTO migrations VALUES ('godwit', 9)",
    ],
  ])('when that %s', async (_, sql) => {
    expect(await fromFolder(fileWith(sql), { table: 'godwit' }).up()).toMatchObject({ outcome: 'migrated' })
  })
})
