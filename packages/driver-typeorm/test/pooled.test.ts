// Owns: sessions on connections out of a DataSource's pool, and what comes back to it.

import { Migrator } from '@godwit/core'
import { isDriverError, type DriverError } from '@godwit/core/driver'
import { describeOn } from '@godwit/servers/vitest'
import type { QueryRunner } from 'typeorm'
import { describe, expect, onTestFinished, test } from 'vitest'
import { fromTypeorm, readTypeorm, typeorm, type DataSource } from '../src/index.ts'
import { CreateAuthors1700000000001 } from './migrations.ts'
import { answer } from './scratch.ts'
import { VERSIONS } from './versions.ts'

const ENGINES = [
  {
    kind: 'mariadb',
    type: 'mariadb',
    sleep: 'SELECT SLEEP(600)',
    setting: { set: "SET time_zone = '+09:00'", ask: 'SELECT @@time_zone AS zone, CONNECTION_ID() AS id' },
  },
  {
    kind: 'postgres-15',
    type: 'postgres',
    sleep: 'SELECT pg_sleep(600)',
    setting: { set: "SET TIME ZONE 'Asia/Tokyo'", ask: "SELECT current_setting('timezone') AS zone, pg_backend_pid() AS id" },
  },
] as const

async function rejection(work: Promise<unknown>): Promise<DriverError> {
  const outcome = await work.then(
    () => 'resolved',
    (error: unknown) => error,
  )
  if (!isDriverError(outcome)) throw new Error(`expected a DriverError, got ${String(outcome)}`)
  return outcome
}

for (const { kind, type, sleep, setting } of ENGINES) {
  describeOn(kind, (server) => {
    describe.each(VERSIONS)('TypeORM $version', ({ dataSource }) => {
      async function sourceOn(options: Readonly<Record<string, unknown>> = {}): Promise<DataSource> {
        const { url } = await server.freshDatabase()
        const source = dataSource({ type, url, ...options })
        onTestFinished(async () => {
          if (source.isInitialized) await source.destroy()
        })
        return source
      }

      test('a DataSource that was not initialised is so while the driver is open; one that was, stays so', async () => {
        const source = await sourceOn()
        const driver = typeorm(source)
        expect(source.isInitialized).toBe(false)
        const sessions = await Promise.all([driver.open('write'), driver.open('read')])
        expect(source.isInitialized).toBe(true)
        for (const session of sessions) expect((await session.run('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
        await driver.close()
        await driver.close()
        expect(source.isInitialized).toBe(false)

        await source.initialize()
        const another = typeorm(source)
        await (await another.open('write')).close()
        await another.close()
        expect(source.isInitialized).toBe(true)
        await source.destroy()
        expect((await rejection(another.open('write'))).message).toBe('The DataSource was destroyed by its owner.')
      })

      test('a pool of one connection gives one session; a second is refused at once, and finds it when the first is closed', async () => {
        const source = await sourceOn({ poolSize: 1 })
        const driver = typeorm(source)
        onTestFinished(() => driver.close())
        const first = await driver.open('write')
        const error = await rejection(driver.open('write'))
        expect(error).toMatchObject({ reason: 'lock-timeout', retryable: true, outcome: 'not-applied' })
        expect(error.message).toContain('one connection')
        expect(error.message).toContain('poolSize')
        await first.close()
        const second = await driver.open('write')
        await second.close()
        expect(await answer(source, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
      })

      test('a connection with a statement under way does not come back to the pool', async () => {
        const source = await sourceOn({ poolSize: 1 })
        await source.initialize()
        const session = await typeorm(source).open('write')
        // How a client tells of what it let go of is its own affair.
        void session.run(sleep).catch(() => {})
        await session.close()
        expect(await answer(source, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
      })

      test('what a script set on its session does not come back to the pool; a connection that was only read on does', async () => {
        const source = await sourceOn({ poolSize: 1 })
        await source.initialize()
        const asked = async (): Promise<Readonly<Record<string, unknown>> | undefined> =>
          ((await answer(source, setting.ask)) as readonly Readonly<Record<string, unknown>>[])[0]
        const before = await asked()
        const migrator = new Migrator(typeorm(source))
        migrator.addMigration({ id: '001', description: 'a zone', up: [setting.set] })
        expect((await migrator.up()).outcome).toBe('migrated')
        const after = await asked()
        expect(after?.['zone']).toBe(before?.['zone'])
        expect(after?.['id']).not.toBe(before?.['id'])
        expect((await migrator.up()).outcome).toBe('up-to-date')
        await migrator.close()
        expect(await asked()).toEqual(after)
      })

      test('an open transaction does not come back to the pool', async () => {
        const source = await sourceOn({ poolSize: 1 })
        await source.initialize()
        const session = await typeorm(source).open('write')
        await session.run('CREATE TABLE items (id INTEGER PRIMARY KEY)')
        const transaction = await session.begin()
        await transaction.run('INSERT INTO items (id) VALUES (1)')
        await session.close()
        expect(await answer(source, 'SELECT id FROM items')).toEqual([])
      })

      test('a wrong password is told as such, and not shown', async () => {
        const { host, port, user, database } = await server.freshDatabase()
        const driver = typeorm(dataSource({ type, host, port, username: `${user}x`, password: 'top-secret', database }))
        const error = await rejection(driver.open('write'))
        expect(error).toMatchObject({ reason: 'authentication', outcome: 'not-applied' })
        expect(JSON.stringify(error) + error.message + error.stack).not.toContain('top-secret')
        await driver.close()
      })

      test('where initialising changes the schema, it is left to the owner', async () => {
        for (const option of ['synchronize', 'dropSchema', 'migrationsRun']) {
          const source = await sourceOn({ [option]: true })
          const error = await rejection(typeorm(source).open('read'))
          expect(error.message).toContain(option)
          expect(source.isInitialized).toBe(false)
        }
      })

      test('a class goes up and down as its statements', async () => {
        const source = await sourceOn()
        const migrator = new Migrator(typeorm(source))
        onTestFinished(() => migrator.close())
        migrator.addMigrations(await readTypeorm([CreateAuthors1700000000001]))
        const report = await migrator.up()
        expect(report.outcome === 'failed' ? report.error : report.outcome).toBe('migrated')
        expect(await answer(source, 'SELECT id FROM authors')).toEqual([{ id: 1 }])
        expect((await migrator.down({ to: 'nothing' })).outcome).toBe('migrated')
      })

      test('a class goes up on its query runner, in the transaction of its receipt', async () => {
        const source = await sourceOn()
        await source.initialize()
        await answer(source, 'CREATE TABLE items (id INTEGER PRIMARY KEY)')
        const migrator = new Migrator(typeorm(source))
        onTestFinished(() => migrator.close())
        const insert = (id: number) => (queryRunner: QueryRunner) => queryRunner.query(`INSERT INTO items (id) VALUES (${id})`)
        migrator.addMigrations(
          fromTypeorm([
            { name: 'First1700000000001', up: insert(1) },
            {
              name: 'Second1700000000002',
              up: async (queryRunner: QueryRunner) => {
                await queryRunner.manager.transaction((manager) => manager.query('INSERT INTO items (id) VALUES (2)'))
                await insert(1)(queryRunner)
              },
            },
          ]),
        )
        expect(await migrator.up()).toMatchObject({ outcome: 'failed', failed: { id: '1700000000002-Second', transaction: 'rolled back' } })
        expect(await answer(source, 'SELECT id FROM items')).toEqual([{ id: 1 }])
        expect((await migrator.getMigrationSummary()).pendingMigrationIds).toEqual(['1700000000002-Second'])
      })

      test('a class with DDL goes up and down on its query runner', async () => {
        const source = await sourceOn()
        const migrator = new Migrator(typeorm(source))
        onTestFinished(() => migrator.close())
        migrator.addMigrations(fromTypeorm([CreateAuthors1700000000001]))
        const report = await migrator.up()
        expect(report.outcome === 'failed' ? report.error : report.outcome).toBe('migrated')
        expect((await migrator.up()).outcome).toBe('up-to-date')
        expect((await migrator.down({ to: 'nothing' })).outcome).toBe('migrated')
        await expect(answer(source, 'SELECT id FROM authors')).rejects.toThrow(/authors/)
      })
    })
  })
}
