// Owns: what the owner of a pool gets back after a run: no client with settings on it that are not his.
// Must not know: how the driver tells which client that would be.

import { Migrator } from '@godwit/core'
import type { Session } from '@godwit/core/driver'
import { describeOn } from '@godwit/servers/vitest'
import { Pool } from 'pg'
import { expect, it, onTestFinished } from 'vitest'
import { pg } from '../src/index.ts'
import { block } from './scratch.ts'

const PID = 'SELECT pg_backend_pid() AS pid'

describeOn('postgres-15', (server) => {
  async function poolOf(max: number): Promise<Pool> {
    const pool = new Pool({ connectionString: (await server.freshDatabase()).url, max })
    // One that is thrown away hears of the end of its database, and a pool tells.
    pool.on('error', () => {})
    onTestFinished(() => pool.end())
    return pool
  }

  /** Takes all at once, so that none is left out. */
  async function onEach(pool: Pool, count: number, text: string): Promise<ReadonlySet<string>> {
    const clients = await Promise.all(Array.from({ length: count }, () => pool.connect()))
    const answers = await Promise.all(clients.map(async (client) => JSON.stringify((await client.query<object>(text)).rows)))
    for (const client of clients) client.release()
    return new Set(answers)
  }

  const SETTINGS = `SELECT current_setting('timezone') AS zone, current_setting('session_replication_role') AS role, current_setting('search_path') AS path, (SELECT count(*)::int FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()) AS locks`

  it.each([
    ['SET', ["SET TIME ZONE 'Asia/Tokyo'", 'SET session_replication_role = replica', 'CREATE TABLE t (id int)']],
    ['set_config', ["SELECT set_config('search_path', 'public', false)", 'CREATE TABLE t (id int)']],
    ['a lock', ['SELECT pg_advisory_lock(7)', 'CREATE TABLE t (id int)']],
  ])('what a script left on its session by %s is on no client of the pool afterwards', async (_, up) => {
    for (const size of [1, 3])
      for (const transaction of ['auto', 'forbidden'] as const) {
        const pool = await poolOf(size)
        const before = await onEach(pool, size, SETTINGS)
        const migrator = new Migrator(pg(pool))
        migrator.addMigration({ id: '001', description: 'settings', transaction, up })
        expect((await migrator.up()).outcome).toBe('migrated')
        await migrator.close()
        expect(await onEach(pool, size, SETTINGS)).toEqual(before)
      }
  })

  it('nor what a rehearsal left, which no rollback takes back', async () => {
    const pool = await poolOf(1)
    const migrator = new Migrator(pg(pool))
    migrator.addMigration({ id: '001', description: 'a lock', up: ['SELECT pg_advisory_lock(7)'] })
    const before = await onEach(pool, 1, PID)
    expect((await migrator.rehearse('up')).outcome).toBe('rehearsed')
    expect(await onEach(pool, 1, PID)).not.toEqual(before)
  })

  it.each([
    ['a transaction', async (session: Session) => (await session.begin()).rollback()],
    ['a batch', (session: Session) => session.batch([block('SELECT 1')])],
    ['a statement', (session: Session) => session.run('SELECT 1')],
  ])('a session for writing that had %s does not give its client back', async (_, work) => {
    const pool = await poolOf(2)
    const before = await onEach(pool, 1, PID)
    const driver = pg(pool)
    const session = await driver.open('write')
    await work(session)
    await session.close()
    expect(await onEach(pool, 1, PID)).not.toEqual(before)
  })

  it('a run with nothing to do gives back the client that it had', async () => {
    for (const size of [1, 3]) {
      const pool = await poolOf(size)
      const migrator = new Migrator(pg(pool))
      migrator.addMigration({ id: '001', description: 'a table', up: ['CREATE TABLE t (id int)'] })
      expect((await migrator.up()).outcome).toBe('migrated')
      const before = await onEach(pool, size, PID)
      expect((await migrator.up()).outcome).toBe('up-to-date')
      expect((await migrator.getMigrationSummary()).pendingMigrations).toBe(0)
      expect(await onEach(pool, size, PID)).toEqual(before)
    }
  })
})
