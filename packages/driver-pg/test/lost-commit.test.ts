// Owns: what a run says when the answer to a commit is lost, and what became of it can, or cannot yet, be found out.
// Must not know: how core finds it out.

import { Migrator, type MigrateEvent, type Migration } from '@godwit/core'
import { proxy, type Database, type Proxy } from '@godwit/servers'
import { describeOn } from '@godwit/servers/vitest'
import { expect, onTestFinished, test } from 'vitest'
import { pg } from '../src/index.ts'
import { clientOn, until } from './scratch.ts'

interface Lost {
  readonly migrator: Migrator
  readonly database: Database
  /** Resolves when the server waits within migration 001, and has nobody to tell of its end any more. */
  readonly severed: () => Promise<void>
  /** Lets that migration go on to its commit. */
  readonly goOn: () => Promise<void>
  /** Resolves when the history has it. */
  readonly committed: () => Promise<void>
}

const LOCK = 7

/** The server is at work on migration 001 for as long as somebody else has a lock, and does not look whether its client is there. */
const MIGRATIONS: readonly Migration[] = [
  { id: '000', description: 'so that there is a history', up: ['SELECT 1'] },
  {
    id: '001',
    description: 'a table',
    up: [
      'SET LOCAL lock_timeout = 0',
      'SET LOCAL client_connection_check_interval = 0',
      'CREATE TABLE t (id int)',
      `SELECT pg_advisory_xact_lock(${LOCK})`,
    ],
  },
  { id: '002', description: 'another one', up: ['CREATE TABLE u (id int)'] },
]

async function wireTo({ port }: Database): Promise<Proxy> {
  const wire = await proxy({ port })
  onTestFinished(() => wire.close())
  return wire
}

async function losing(database: Database, waitMs: number, observer: (event: MigrateEvent) => void = () => {}): Promise<Lost> {
  const { query } = database
  const holder = await clientOn(database.url)
  await holder.query(`SELECT pg_advisory_lock(${LOCK})`)
  const wire = await wireTo(database)
  const driver = pg({ url: wire.through(database), lockTimeoutMs: 100, pooler: 'none' })
  onTestFinished(() => driver.close())
  const migrator = new Migrator(driver, { waitMs, observer })
  migrator.addMigrations(MIGRATIONS)
  await migrator.up({ to: '000' })
  return {
    migrator,
    database,
    severed: async () => {
      await until(() => query(`SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'`))
      wire.sever()
    },
    goOn: async () => void (await holder.query(`SELECT pg_advisory_unlock(${LOCK})`)),
    committed: () => until(() => query(`SELECT 1 FROM migrations WHERE id = '001'`)),
  }
}

const UNKNOWN = {
  outcome: 'failed',
  done: [],
  failed: { id: '001', transaction: 'unknown' },
  error: { code: 'COMMIT_UNKNOWN', details: { id: '001' }, retryable: true },
  left: [],
}

describeOn('postgres-15', (server) => {
  test('a commit that the server is still at work on when the wait is used up is unknown, and may hold later', async () => {
    const { migrator, severed, goOn, committed } = await losing(await server.freshDatabase(), 300)
    const running = migrator.up()
    await severed()
    expect(await running).toMatchObject(UNKNOWN)
    await goOn()
    await committed()
  })

  test('so it is when the run is cancelled while it looks for it', async () => {
    const controller = new AbortController()
    const { migrator, severed, goOn, committed } = await losing(
      await server.freshDatabase(),
      60_000,
      ({ type }) => type === 'turn.waiting' && controller.abort(),
    )
    const running = migrator.up({ to: 'latest' }, { signal: controller.signal })
    await severed()
    expect(await running).toMatchObject(UNKNOWN)
    await goOn()
    await committed()
  })

  test('cancelled while it looks, a run still finds out what is known a moment later', async () => {
    const controller = new AbortController()
    let waits = 0
    const { migrator, severed, goOn } = await losing(await server.freshDatabase(), 60_000, ({ type }) => {
      if (type !== 'turn.waiting' || waits++ > 0) return
      controller.abort()
      void goOn()
    })
    const running = migrator.up({ to: '001' }, { signal: controller.signal })
    await severed()
    expect(await running).toMatchObject({ outcome: 'migrated', steps: [{ id: '001', transaction: 'committed' }] })
    expect(waits).toBeGreaterThan(0)
  })
})
