// Owns: what a run says when the answer to a statement is lost that cannot be one transaction with others.
// Must not know: how core finds out what became of it.

import { code, Migrator, type Migration } from '@godwit/core'
import { proxy, type Database } from '@godwit/servers'
import { describeOn } from '@godwit/servers/vitest'
import { expect, onTestFinished, test } from 'vitest'
import { driverOn } from './session.ts'

/** The server is at work on it until it is ended from outside. */
const MIGRATIONS: readonly Migration[] = [
  { id: '001', description: 'a table', up: ['CREATE TABLE t (a INT)', 'DO SLEEP(3600)'] },
  { id: '002', description: 'another one', up: ['CREATE TABLE u (a INT)'] },
]
/** The session that is at it, once there is one. */
async function atWork({ query }: Database): Promise<number> {
  for (;;) {
    const [row] = await query("SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND info LIKE 'DO SLEEP%'")
    if (row !== undefined) return Number(row['id'])
  }
}

describeOn(['mariadb', 'mariadb-11', 'mysql'], (server) => {
  test('a statement that the server is still at work on is unknown when the run is cancelled while it waits for it', async () => {
    const database = await server.freshDatabase()
    const wire = await proxy({ port: database.port })
    onTestFinished(() => wire.close())
    const controller = new AbortController()
    const waiting: string[] = []
    const migrator = new Migrator(driverOn(wire.through(database)), {
      observer: (event) => {
        if (event.type !== 'session.waiting') return
        waiting.push(event.session)
        controller.abort()
      },
    })
    migrator.addMigrations(MIGRATIONS)
    const running = migrator.up({ to: 'latest' }, { signal: controller.signal })
    const at = await atWork(database)
    wire.sever()
    expect(await running).toMatchObject({
      outcome: 'failed',
      done: [],
      failed: { id: '001', transaction: 'unknown' },
      error: { code: 'COMMIT_UNKNOWN' },
      left: [],
    })
    expect(waiting).toContainEqual(expect.stringMatching(new RegExp(`^${at}:`)))
    await database.query(`KILL ${at}`)
  })

  test('a run that cannot come back to ask is over all the same: nothing of it goes on', async () => {
    const database = await server.freshDatabase()
    const wire = await proxy({ port: database.port })
    onTestFinished(() => wire.close())
    const driver = driverOn(wire.through(database))
    let open = 0
    const counting = {
      ...driver,
      open: async (...how: Parameters<typeof driver.open>) => {
        const session = await driver.open(...how)
        open += 1
        return Object.create(session, {
          close: {
            value: async () => {
              open -= 1
              await session.close()
            },
          },
        }) as typeof session
      },
    }
    const migrator = new Migrator(counting)
    migrator.addMigrations(MIGRATIONS)
    const running = migrator.up()
    const at = await atWork(database)
    wire.admit('nobody')
    await database.query(`KILL ${at}`)
    expect(await running).toMatchObject({ outcome: 'failed', failed: { id: '001', transaction: 'unknown' }, left: [] })
    expect(open).toBe(0)
  })

  test('a function that failed, and whose connection is gone, is told by its own error and as unknown, for it may have made a table', async () => {
    const { url, query } = await server.freshDatabase()
    const migrator = new Migrator(driverOn(url))
    migrator.addMigration({
      id: '001',
      description: 'a function',
      up: code('1', async ({ sql }) => {
        await sql.run('CREATE TABLE t (a INT)')
        const { rows } = await sql.run('SELECT CONNECTION_ID() AS id')
        await query(`KILL ${Number(rows[0]?.['id'])}`)
        try {
          for (;;) await sql.run('SELECT 1')
        } catch {
          throw new Error('no more of this')
        }
      }),
    })
    expect(await migrator.up()).toMatchObject({
      outcome: 'failed',
      failed: { id: '001', transaction: 'unknown' },
      error: { code: 'MIGRATION_FAILED', message: expect.stringContaining('no more of this') as string },
    })
    expect(await query('SELECT state FROM migrations_step')).toEqual([{ state: 'begun' }])
  })
})
