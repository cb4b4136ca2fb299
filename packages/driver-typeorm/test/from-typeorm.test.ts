// Owns: migrations written for TypeORM in a line of ours, run by its own query runner in the transaction of the receipt.

import { Migrator } from '@godwit/core'
import { betterSqlite3 } from '@godwit/driver-better-sqlite3'
import type { QueryRunner } from 'typeorm'
import { describe, expect, onTestFinished, test } from 'vitest'
import { fromTypeorm, typeorm, type DataSource, type TypeormSource } from '../src/index.ts'
import { CreateAuthors1700000000001, CreateBooks1700000000002, RebuildAuthors1700000000003 } from './migrations.ts'
import { answer, sqliteSource } from './scratch.ts'
import { VERSIONS } from './versions.ts'

function migratorFor(source: DataSource, migrations: readonly TypeormSource[]): Migrator {
  const migrator = new Migrator(typeorm(source))
  onTestFinished(() => migrator.close())
  migrator.addMigrations(fromTypeorm(migrations))
  return migrator
}

/** A migration whose `up` is `work`. */
function one(work: (queryRunner: QueryRunner) => Promise<unknown>): TypeormSource {
  return { name: 'Single1700000000009', up: work, down: () => Promise.resolve() }
}

const TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'migrations%' ORDER BY name"

describe.each(VERSIONS)('TypeORM $version', (version) => {
  test('classes go up and down, each in one transaction with its receipt', async () => {
    const source = sqliteSource(version)
    await source.initialize()
    const migrator = migratorFor(source, [CreateBooks1700000000002, new CreateAuthors1700000000001()])
    const report = await migrator.up()
    expect(report.outcome === 'failed' ? report.error : report.outcome).toBe('migrated')
    expect((await migrator.status()).migrations.map(({ id, state }) => [id, state])).toEqual([
      ['1700000000001-CreateAuthors', 'applied'],
      ['1700000000002-CreateBooks', 'applied'],
    ])
    expect(await answer(source, 'SELECT id FROM books ORDER BY id')).toEqual([{ id: 1 }, { id: 3 }])
    expect((await migrator.up()).outcome).toBe('up-to-date')
    await migrator.down({ to: 'nothing' })
    expect(await answer(source, TABLES)).toEqual([])
  })

  test('a migration that fails leaves nothing, not even its receipt, and its runner as it was', async () => {
    const source = sqliteSource(version)
    await source.initialize()
    const migrator = migratorFor(source, [
      CreateAuthors1700000000001,
      one(async (queryRunner) => {
        await queryRunner.query("INSERT INTO authors (id, name) VALUES (2, 'two')")
        await queryRunner.query('INSERT INTO nowhere (id) VALUES (1)')
      }),
    ])
    const report = await migrator.up()
    expect(report).toMatchObject({ outcome: 'failed', failed: { id: '1700000000009-Single', transaction: 'rolled back' } })
    expect(report.outcome === 'failed' ? report.error.message : '').toContain('no such table: nowhere')
    expect(await answer(source, 'SELECT id FROM authors')).toEqual([{ id: 1 }])
    expect((await migrator.getMigrationSummary()).pendingMigrationIds).toEqual(['1700000000009-Single'])
    const runner = source.createQueryRunner() as unknown as QueryRunner & { transactionDepth: number }
    expect([runner.isTransactionActive, runner.transactionDepth, Object.hasOwn(runner, 'query')]).toEqual([false, 0, false])
  })

  test.each<[string, RegExp, (queryRunner: QueryRunner) => Promise<unknown>]>([
    ['commits', /COMMIT.*TRANSACTION_CONTROL/, (queryRunner) => queryRunner.commitTransaction()],
    ['rolls back', /ROLLBACK.*TRANSACTION_CONTROL/, (queryRunner) => queryRunner.rollbackTransaction()],
    ['says COMMIT itself', /COMMIT.*TRANSACTION_CONTROL/, (queryRunner) => queryRunner.query('COMMIT')],
    ['leaves a transaction of its own open', /left a transaction open/, (queryRunner) => queryRunner.startTransaction()],
  ])('a migration that %s fails and leaves nothing', async (_, message, work) => {
    const source = sqliteSource(version)
    await source.initialize()
    await migratorFor(source, [CreateAuthors1700000000001, CreateBooks1700000000002]).up()
    const migrator = migratorFor(source, [
      CreateAuthors1700000000001,
      CreateBooks1700000000002,
      one(async (queryRunner) => {
        await queryRunner.query('CREATE TABLE unwanted (id INTEGER)')
        await work(queryRunner)
      }),
    ])
    const report = await migrator.up()
    expect(report.outcome === 'failed' ? report.error.message : report.outcome).toMatch(message)
    expect(await answer(source, TABLES)).toEqual([{ name: 'authors' }, { name: 'books' }])
    expect(await answer(source, 'SELECT id FROM books ORDER BY id')).toEqual([{ id: 1 }, { id: 3 }])
    expect((await migrator.getMigrationSummary()).pendingMigrationIds).toEqual(['1700000000009-Single'])
  })

  test('a table that others refer to is rebuilt, by statements or by the schema builder, and nothing is lost; what would dangle is refused', async () => {
    const source = sqliteSource(version)
    await source.initialize()
    const before = [CreateAuthors1700000000001, CreateBooks1700000000002]
    const renamed = one((queryRunner) => queryRunner.renameColumn('authors', 'name', 'called'))
    expect(await migratorFor(source, [...before, RebuildAuthors1700000000003, renamed]).up()).toMatchObject({ outcome: 'migrated' })
    expect(await answer(source, 'SELECT id, called, age FROM authors')).toEqual([{ id: 1, called: 'one', age: null }])
    expect(await answer(source, 'SELECT id FROM books ORDER BY id')).toEqual([{ id: 1 }, { id: 3 }])
    await expect(answer(source, 'INSERT INTO books (id, author) VALUES (9, 99)')).rejects.toThrow(/FOREIGN KEY/)

    const orphaning = one((queryRunner) => queryRunner.query('DELETE FROM authors'))
    const other = sqliteSource(version)
    await other.initialize()
    const report = await migratorFor(other, [...before, orphaning]).up()
    expect(report).toMatchObject({ outcome: 'failed', error: { code: 'FOREIGN_KEYS_BROKEN' } })
    expect(await answer(other, 'SELECT id FROM books ORDER BY id')).toEqual([{ id: 1 }, { id: 3 }])
  })

  test("TypeORM's own table of migrations is named and not touched; another table works beside it", async () => {
    const source = sqliteSource(version, { migrations: [CreateAuthors1700000000001] })
    await source.initialize()
    await (source as DataSource & { runMigrations(): Promise<unknown> }).runMigrations()
    const theirs = await answer(source, 'SELECT * FROM migrations')
    const line = { line: 'app', migrations: fromTypeorm([CreateBooks1700000000002]) }
    const colliding = new Migrator(typeorm(source))
    colliding.addMigrations(line.migrations)
    await expect(colliding.initialize()).rejects.toMatchObject({ code: 'JOURNAL_FOREIGN', message: expect.stringContaining('TypeORM') })
    const migrator = new Migrator(typeorm(source), { table: 'godwit_migrations' })
    migrator.addMigrations(line.migrations)
    expect((await migrator.up()).outcome).toBe('migrated')
    expect(await answer(source, 'SELECT * FROM migrations')).toEqual(theirs)
  })
})

test('through another driver there is no query runner, and the error says which driver has one', async () => {
  const migrator = new Migrator(betterSqlite3(':memory:'))
  migrator.addMigrations(fromTypeorm([CreateAuthors1700000000001]))
  const report = await migrator.up()
  expect(report.outcome === 'failed' ? report.error.message : report.outcome).toContain('Use typeorm()')
})

test('a name without a timestamp, and one that forbids the transaction, are refused by name', () => {
  class Nameless {
    async up(): Promise<void> {}
    async down(): Promise<void> {}
  }
  expect(() => fromTypeorm([Nameless])).toThrow(/'Nameless' does not end in 13 digits/)
  class Alone1700000000000 extends Nameless {
    transaction = false
  }
  expect(() => fromTypeorm([Alone1700000000000])).toThrow(/'Alone1700000000000' has 'transaction = false'/)
})
