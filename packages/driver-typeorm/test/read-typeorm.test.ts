// Owns: migrations written for TypeORM, read as the statements that they send.

import { Migrator } from '@godwit/core'
import type { QueryRunner } from 'typeorm'
import { describe, expect, onTestFinished, test } from 'vitest'
import { fromTypeorm, readTypeorm, typeorm, type TypeormSource } from '../src/index.ts'
import { CreateAuthors1700000000001, CreateBooks1700000000002, RebuildAuthors1700000000003 } from './migrations.ts'
import { answer, sqliteSource } from './scratch.ts'
import { VERSIONS } from './versions.ts'

function one(work: (queryRunner: QueryRunner) => Promise<unknown>): TypeormSource {
  return { name: 'Single1700000000009', up: work }
}

test('a generated migration becomes its statements, with the id that it has as a function', async () => {
  expect(await readTypeorm([CreateAuthors1700000000001])).toEqual([
    {
      id: '1700000000001-CreateAuthors',
      description: 'CreateAuthors1700000000001',
      createdAt: new Date(1700000000001),
      foreignKeys: 'suspended',
      up: ['CREATE TABLE authors (id INTEGER PRIMARY KEY, name TEXT)', "INSERT INTO authors (id, name) VALUES (1, 'one')"],
      down: ['DROP TABLE authors'],
    },
  ])
  expect(fromTypeorm([CreateAuthors1700000000001])[0]?.id).toBe('1700000000001-CreateAuthors')
})

test("'transaction = false' runs statement by statement, and an empty down is no way back", async () => {
  const [migration] = await readTypeorm([Object.assign(new RebuildAuthors1700000000003(), { transaction: false })])
  expect(migration).toMatchObject({ transaction: 'forbidden' })
  expect(migration).not.toHaveProperty('down')
  expect(migration).not.toHaveProperty('foreignKeys')
})

let calls = 0

test.each<[string, RegExp, (queryRunner: QueryRunner) => Promise<unknown>]>([
  ['uses the schema builder', /uses queryRunner\.createTable/, (queryRunner) => new CreateBooks1700000000002().up(queryRunner)],
  ['looks at an answer', /uses what a query answers/, async (queryRunner) => ((await queryRunner.query('SELECT 1')) as unknown[])[0]],
  [
    'catches the refusal',
    /uses queryRunner\.hasTable/,
    (queryRunner) =>
      Promise.resolve()
        .then(() => queryRunner.hasTable('t'))
        .catch(() => false),
  ],
  ['binds parameters', /binds parameters/, (queryRunner) => queryRunner.query('SELECT ?', [1])],
  ['is never the same', /other statements each time/, (queryRunner) => queryRunner.query(`SELECT ${calls++}`)],
])('a migration that %s is refused by name, with what it does', async (_, message, work) => {
  const reading = readTypeorm([one(work)])
  await expect(reading).rejects.toThrow(TypeError)
  await expect(reading).rejects.toThrow(message)
  await expect(reading).rejects.toThrow(/'up' of the TypeORM migration 'Single1700000000009'.*fromTypeorm/)
})

describe.each(VERSIONS)('TypeORM $version', (version) => {
  test('a table that others refer to is rebuilt and their rows stay', async () => {
    const source = sqliteSource(version)
    await source.initialize()
    const migrator = new Migrator(typeorm(source))
    onTestFinished(() => migrator.close())
    migrator.addMigrations(fromTypeorm([CreateBooks1700000000002]))
    migrator.addMigrations(await readTypeorm([CreateAuthors1700000000001, RebuildAuthors1700000000003]))
    expect((await migrator.up()).outcome).toBe('migrated')
    expect(await answer(source, 'SELECT id FROM books ORDER BY id')).toEqual([{ id: 1 }, { id: 3 }])
    expect(await answer(source, 'SELECT age FROM authors')).toEqual([{ age: null }])
    await expect(answer(source, 'INSERT INTO books (id, author) VALUES (9, 99)')).rejects.toThrow(/FOREIGN KEY/)
  })
})
