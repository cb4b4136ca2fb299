// Owns: what the answer of a migration's check means on MariaDB.
// Must not know: how it is asked.

import { Migrator, type Report } from '@godwit/core'
import { describeOn, type TestServer } from '@godwit/servers/vitest'
import { expect, onTestFinished, test } from 'vitest'
import { mysql } from '../src/index.ts'

async function up(server: TestServer, check: string): Promise<{ readonly report: Report; readonly ran: readonly unknown[] }> {
  const { url, query } = await server.freshDatabase()
  await query('CREATE TABLE ran (what TEXT)')
  await query('CREATE TABLE t (a INTEGER, yes BOOLEAN)')
  await query('INSERT INTO t VALUES (1, TRUE), (2, TRUE)')
  const driver = mysql(url)
  onTestFinished(() => driver.close())
  const migrator = new Migrator(driver)
  migrator.addMigration({ id: '001', description: 'a row', check, up: ["INSERT INTO ran VALUES ('001')"] })
  const report = await migrator.up()
  return { report, ran: (await query('SELECT what FROM ran')).map(({ what }) => what) }
}

describeOn('mariadb', (server) => {
  test.each(['SELECT count(*) FROM t', 'SELECT yes FROM t', 'SELECT EXISTS (SELECT 1 FROM t)', 'SELECT 9007199254740993', 'SELECT TRUE'])(
    'where %s is true or not 0, the migration is recorded and not run',
    async (check) => {
      const { report, ran } = await up(server, check)
      expect(report).toMatchObject({ outcome: 'migrated' })
      expect(ran).toEqual([])
    },
  )

  test.each(['SELECT count(*) FROM t WHERE a > 2', 'SELECT NOT yes FROM t', 'SELECT yes FROM t WHERE a > 2', 'SELECT NULL'])(
    'where %s is false, 0, NULL or nothing, it runs',
    async (check) => {
      const { report, ran } = await up(server, check)
      expect(report).toMatchObject({ outcome: 'migrated' })
      expect(ran).toEqual(['001'])
    },
  )

  test('a check that gives a text is refused, and nothing has run', async () => {
    const { report, ran } = await up(server, "SELECT 'yes'")
    expect(report).toMatchObject({
      outcome: 'failed',
      failed: { id: '001', transaction: 'rolled back' },
      error: { code: 'MIGRATION_FAILED' },
    })
    expect(ran).toEqual([])
  })
})
