// Owns: what is different behind a pooler that gives each transaction another connection.
// Must not know: what the laws of every driver say already.

import { expect, it, onTestFinished } from 'vitest'
import { Migrator } from '@godwit/core'
import { startPgbouncer } from '@godwit/servers'
import { describeHaving, describeOn, type TestServer } from '@godwit/servers/vitest'
import { pg } from '../src/index.ts'
import { block, hear, ids, rejection, sessionOn } from './scratch.ts'

const MARKER = /^marker:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}:godwit$/

async function pooled(server: TestServer, size: number): Promise<{ readonly through: string; readonly direct: string }> {
  const database = await server.freshDatabase()
  const pooler = await startPgbouncer({ server, poolSize: size })
  onTestFinished(pooler.stop)
  return { through: pooler.through(database), direct: database.url }
}

await describeHaving(['pgbouncer'], 'PgBouncer', () => {
  describeOn('postgres-15', (server) => {
    it('is found out without being told: the session has a marker, which the list of activities shows', async () => {
      const { through, direct } = await pooled(server, 2)
      const session = await sessionOn(through)
      expect(session.id).toMatch(MARKER)
      const uuid = session.id?.split(':')[1] ?? ''
      const observer = await sessionOn(direct)
      expect(observer.id).toMatch(/^\d+$/)
      const transaction = await session.begin()
      await transaction.run('SELECT 1')
      const query = `SELECT query FROM pg_stat_activity WHERE query LIKE '/* godwit ${uuid} */%' AND pid <> pg_backend_pid()`
      expect((await observer.run(query)).rows).toEqual([{ query: `/* godwit ${uuid} */ SELECT 1` }])
      await transaction.rollback()
    })

    it.each([1, 2])(
      'a hundred migrations arrive over %i connections, in eight round trips at most, and leave no setting behind',
      async (size) => {
        const { through } = await pooled(server, size)
        const migrations = Array.from({ length: 100 }, (_, index) => ({
          id: String(index + 1).padStart(3, '0'),
          description: 'a table',
          up: [`CREATE TABLE t${index} (id integer)`],
        }))
        const migrator = new Migrator(pg(through), { line: 'app' })
        migrator.addMigrations(migrations)
        onTestFinished(() => migrator.close())
        const report = await migrator.up()
        expect(report).toMatchObject({ outcome: 'migrated' })
        expect(report.roundTrips).toBeLessThanOrEqual(7)
        const session = await sessionOn(through)
        expect((await session.run('SHOW lock_timeout')).rows).toEqual([{ lock_timeout: '0' }])
        expect((await session.run('SHOW client_connection_check_interval')).rows).toEqual([{ client_connection_check_interval: '0' }])
      },
    )

    it('a failed batch gives the only connection back, without its transaction', async () => {
      const { through } = await pooled(server, 1)
      const [one, two] = [await sessionOn(through), await sessionOn(through)]
      await one.run('CREATE TABLE items (id integer PRIMARY KEY)')
      await rejection(one.batch([block('INSERT INTO items VALUES (1)'), block('INSERT INTO items VALUES (2)', 'SELECT 1/0')]))
      expect(await ids(two)).toEqual([1])
    })

    it('stop reaches the server through it', async () => {
      const { through, direct } = await pooled(server, 2)
      const [session, other] = [await sessionOn(through, { lockTimeoutMs: 0 }), await sessionOn(direct)]
      await session.run('CREATE TABLE items (id integer)')
      const held = await other.begin()
      await held.run('LOCK TABLE items')
      const heard: number[] = []
      await session.batch([block('SELECT 1'), block('INSERT INTO items VALUES (1)')], hear(heard, 'stop'))
      expect(heard).toEqual([0])
      await held.rollback()
      expect(await ids(session)).toEqual([])
    })
  })
})
