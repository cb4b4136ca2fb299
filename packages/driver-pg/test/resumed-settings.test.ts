// Owns: what a session was told, where a migration that is not one transaction goes on in another; and what may run a second time.
// Must not know: how statements are recorded.

import { type Migration, Migrator } from '@godwit/core'
import { DriverError, type Driver } from '@godwit/core/driver'
import { describeOn } from '@godwit/servers/vitest'
import { describe, expect, onTestFinished, test } from 'vitest'
import { pg } from '../src/index.ts'

function migrator(driver: Driver, up: readonly string[]): Migrator {
  onTestFinished(() => driver.close())
  const migration: Migration = { id: '1', description: 'one', transaction: 'forbidden', up: [...up] }
  const made = new Migrator(driver, { leaseMs: 2000 })
  made.addMigration(migration)
  return made
}

/** Runs the first text that begins with `head`, and is gone before it says so. */
function losingTheAnswer(driver: Driver, head: string): Driver {
  let lost = false
  return {
    ...driver,
    async open(purpose, signal) {
      const session = await driver.open(purpose, signal)
      const proxied: typeof session = {
        get id() {
          return session.id
        },
        get dialect() {
          return session.dialect
        },
        get roundTrips() {
          return session.roundTrips
        },
        begin: () => session.begin(),
        batch: (blocks, finished) => session.batch(blocks, finished),
        close: () => session.close(),
        async run(text, params) {
          const outcome = await session.run(text, params)
          if (lost || !text.startsWith(head)) return outcome
          lost = true
          await session.close()
          throw new DriverError({ reason: 'connection', outcome: 'unknown', message: 'socket hang up' })
        },
      }
      return proxied
    },
  }
}

describeOn('postgres-15', (server) => {
  describe('settings hold in the session that goes on', () => {
    test.each([
      ["SET timezone = 'Asia/Tokyo'", '21'],
      ["SELECT pg_catalog.set_config('timezone', 'Asia/Tokyo', false)", '21'],
      ["SET timezone = 'Asia/Tokyo'; SET timezone = 'UTC'; RESET timezone; SET SESSION timezone TO 'Europe/Moscow'", '15'],
      ["SET a.b = '21'; RESET a.b", ''],
    ])('%s', async (setting, expected) => {
      const { url, query } = await server.freshDatabase()
      const look = setting.includes('a.b')
        ? "coalesce(current_setting('a.b', true), '')"
        : "extract(hour FROM timestamptz '2024-01-01 12:00Z')::text"
      const up = [setting, 'CREATE TABLE t (v text)', 'ALTER TABLE later ADD COLUMN c int', `INSERT INTO t SELECT ${look}`]
      expect(await migrator(pg(url), up).up()).toMatchObject({ outcome: 'failed', failed: { transaction: 'partly committed' } })
      await query('CREATE TABLE later (id int)')
      expect(await migrator(pg(url), up).up()).toMatchObject({ outcome: 'migrated' })
      expect(await query('SELECT v FROM t')).toEqual([{ v: expected }])
    })

    test('a setting that was computed is missed by name', async () => {
      const { url, query } = await server.freshDatabase()
      const up = ["SELECT set_config('a.n', count(*)::text, false) FROM pg_class", 'ALTER TABLE later ADD COLUMN c int']
      expect(await migrator(pg(url), up).up()).toMatchObject({ outcome: 'failed' })
      await query('CREATE TABLE later (id int)')
      expect(await migrator(pg(url), up).up()).toMatchObject({
        outcome: 'blocked',
        problems: [{ code: 'SESSION_VALUE_LOST', name: 'set_config(…)', n: 0 }],
      })
    })
  })

  test('EXPLAIN ANALYZE of what writes is not run a second time where its answer was lost', async () => {
    const { url, query } = await server.freshDatabase()
    await query('CREATE TABLE t (id int)')
    const up = ['EXPLAIN ANALYZE INSERT INTO t VALUES (1)']
    const losing = losingTheAnswer(pg(url), 'EXPLAIN')
    expect(await migrator(losing, up).up()).toMatchObject({ outcome: 'failed' })
    const again = migrator(pg(url), up)
    expect(await again.up()).toMatchObject({ outcome: 'blocked', problems: [{ code: 'STATEMENT_UNRESOLVED', id: '1', n: 0 }] })
    await again.resolve('1', 0, 'took-effect')
    expect(await again.up()).toMatchObject({ outcome: 'migrated' })
    expect(await query('SELECT id FROM t')).toEqual([{ id: 1 }])
  })
})
