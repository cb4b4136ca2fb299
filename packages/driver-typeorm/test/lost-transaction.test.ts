// Owns: a TypeORM migration that goes on after the database has ended its transaction: nothing of it is kept, and it fails.
// Must not know: how the loss is noticed.

import { Migrator } from '@godwit/core'
import { describeOn } from '@godwit/servers/vitest'
import { createConnection } from 'mysql2/promise'
import type { QueryRunner } from 'typeorm'
import { describe, expect, onTestFinished, test } from 'vitest'
import { fromTypeorm, typeorm, type DataSource } from '../src/index.ts'
import { answer, scratchFolder } from './scratch.ts'
import { VERSIONS, type Version } from './versions.ts'

const ID = '1700000000000-Goes'

/** `up`: with a function that runs a text and lets no error of it out. */
function migratorFor(
  source: DataSource,
  up: (queryRunner: QueryRunner, swallowed: (text: string) => Promise<unknown>) => Promise<unknown>,
): Migrator {
  const migrator = new Migrator(typeorm(source))
  onTestFinished(() => migrator.close())
  const swallowing = (queryRunner: QueryRunner) => up(queryRunner, (text) => queryRunner.query(text).catch(() => {}))
  migrator.addMigrations(fromTypeorm([{ name: 'Goes1700000000000', up: swallowing }]))
  return migrator
}

async function initialised({ dataSource }: Version, options: Readonly<Record<string, unknown>>): Promise<DataSource> {
  const source = dataSource({ ...options })
  await source.initialize()
  onTestFinished(() => source.destroy())
  return source
}

const LOG = 'SELECT s FROM log ORDER BY s'

describe.each(VERSIONS)('TypeORM $version', (version) => {
  describeOn('mariadb', (server) => {
    test.each(['query', 'transaction'] as const)(
      'a deadlock of a %s that the migration catches fails it, and nothing is kept',
      async (of) => {
        const { url, query } = await server.freshDatabase()
        await query('CREATE TABLE a (id INT PRIMARY KEY, n INT)')
        await query('INSERT INTO a VALUES (1, 0), (2, 0)')
        await query('CREATE TABLE log (s VARCHAR(20))')
        const rival = await createConnection(url)
        onTestFinished(() => rival.end())
        const migrator = migratorFor(await initialised(version, { type: 'mariadb', url }), async (queryRunner, swallowed) => {
          await queryRunner.query("INSERT INTO log VALUES ('first')")
          await rival.query('START TRANSACTION')
          await rival.query('UPDATE a SET n = n + 1 WHERE id = 2')
          // The lighter one is the victim.
          await rival.query("INSERT INTO log SELECT CONCAT('pad', seq) FROM seq_1_to_500")
          await queryRunner.query('UPDATE a SET n = n + 10 WHERE id = 1')
          // Whichever of the two waits first, each has what the other wants.
          const blocked = rival.query('UPDATE a SET n = n + 1 WHERE id = 1')
          const update = 'UPDATE a SET n = n + 10 WHERE id = 2'
          if (of === 'query') await swallowed(update)
          else await queryRunner.manager.transaction((manager) => manager.query(update)).catch(() => {})
          await blocked
          await rival.query('ROLLBACK')
          await swallowed("INSERT INTO log VALUES ('last')")
        })
        const report = await migrator.up()
        expect(report).toMatchObject({ outcome: 'failed', failed: { id: ID, transaction: 'rolled back' } })
        expect(report.outcome === 'failed' ? report.error.message : '').toMatch(/UPDATE a .*Deadlock/)
        expect(await query(LOG)).toEqual([])
        expect(await query('SELECT n FROM a ORDER BY id')).toEqual([{ n: 0 }, { n: 0 }])
        expect((await migrator.getMigrationSummary()).pendingMigrationIds).toEqual([ID])
        expect(await migrator.unresolved()).toEqual([])
      },
    )

    test('an error that costs its statement only may be caught', async () => {
      const { url, query } = await server.freshDatabase()
      await query('CREATE TABLE log (s VARCHAR(20) PRIMARY KEY)')
      const migrator = migratorFor(await initialised(version, { type: 'mariadb', url }), async (queryRunner, swallowed) => {
        await queryRunner.query("INSERT INTO log VALUES ('first')")
        await swallowed("INSERT INTO log VALUES ('first')")
        await queryRunner.query("INSERT INTO log VALUES ('last')")
      })
      expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
      expect(await query(LOG)).toEqual([{ s: 'first' }, { s: 'last' }])
    })
  })

  describeOn('postgres-15', (server) => {
    test('an error that the migration catches fails it, unless it rolls back to a savepoint', async () => {
      const { url, query } = await server.freshDatabase()
      await query('CREATE TABLE log (s text PRIMARY KEY)')
      const source = await initialised(version, { type: 'postgres', url })
      const wrong = "INSERT INTO log VALUES ('first')"
      const going = migratorFor(source, async (queryRunner, swallowed) => {
        await queryRunner.query("INSERT INTO log VALUES ('first')")
        await swallowed(wrong)
        await swallowed("INSERT INTO log VALUES ('last')")
      })
      expect(await going.up()).toMatchObject({ outcome: 'failed', failed: { id: ID, transaction: 'rolled back' } })
      expect(await query(LOG)).toEqual([])
      const back = migratorFor(source, async (queryRunner) => {
        await queryRunner.query("INSERT INTO log VALUES ('first')")
        await queryRunner.manager.transaction((manager) => manager.query(wrong)).catch(() => {})
        await queryRunner.query("INSERT INTO log VALUES ('last')")
      })
      expect(await back.up()).toMatchObject({ outcome: 'migrated' })
      expect(await query(LOG)).toEqual([{ s: 'first' }, { s: 'last' }])
    })
  })

  describe.each(['better-sqlite3', 'sqljs'])('%s', (type) => {
    async function prepared(): Promise<DataSource> {
      const source = await initialised(version, { type, ...(type === 'sqljs' ? {} : { database: `${scratchFolder()}/test.db` }) })
      await answer(source, 'CREATE TABLE u (id INTEGER PRIMARY KEY)')
      await answer(source, 'CREATE TABLE log (s TEXT)')
      return source
    }

    test('a rollback that the migration catches fails it, and nothing is kept, however often it is run', async () => {
      const source = await prepared()
      const migrator = migratorFor(source, async (queryRunner, swallowed) => {
        await queryRunner.query("INSERT INTO log VALUES ('first')")
        await queryRunner.query('INSERT INTO u VALUES (1)')
        await swallowed('INSERT OR ROLLBACK INTO u VALUES (1)')
        await swallowed("INSERT INTO log VALUES ('last')")
      })
      for (const _ of ['first', 'second']) {
        const report = await migrator.up()
        expect(report).toMatchObject({ outcome: 'failed', failed: { id: ID, transaction: 'rolled back' } })
        expect(report.outcome === 'failed' ? report.error.message : '').toContain('INSERT OR ROLLBACK')
        expect(await answer(source, LOG)).toEqual([])
        expect(await answer(source, 'SELECT id FROM u')).toEqual([])
      }
    })

    test('an error that costs its statement only may be caught', async () => {
      const source = await prepared()
      const migrator = migratorFor(source, async (queryRunner, swallowed) => {
        await queryRunner.query('INSERT INTO u VALUES (1)')
        await swallowed('INSERT INTO u VALUES (1)')
        await queryRunner.query("INSERT INTO log VALUES ('last')")
      })
      expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
      expect(await answer(source, LOG)).toEqual([{ s: 'last' }])
    })
  })
})
