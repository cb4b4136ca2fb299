// Owns: what is told of a transaction that the server ended, and the connection with it, because it took too long.
// Must not know: other ends of a connection.

import { code, type CodeContext, Migrator, type Script } from '@godwit/core'
import { startPostgres, type PostgresServer } from '@godwit/servers'
import { describeHaving } from '@godwit/servers/vitest'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { pg } from '../src/index.ts'

const LIMIT = "SET transaction_timeout = '300ms'"
const LONG = 'INSERT INTO t SELECT 1 FROM pg_sleep(60)'

async function long({ sql }: CodeContext): Promise<void> {
  await sql.run(LIMIT)
  await sql.run(LONG)
}

// The version before it has no such limit.
await describeHaving(['postgres-18'], 'on PostgreSQL 18', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres({ version: 18 })
  })
  afterAll(() => server.stop())

  test.each<readonly [string, Script, 'auto' | 'forbidden', string]>([
    ['a migration', [LIMIT, LONG], 'auto', 'rolled back'],
    ['a function', code('1', long), 'auto', 'rolled back'],
    ['a statement by itself', [LIMIT, 'CREATE INDEX CONCURRENTLY ON t ((n + (SELECT 0)))', LONG], 'forbidden', 'partly committed'],
    [
      'a statement by itself that no transaction may hold',
      [LIMIT, `DO 'BEGIN PERFORM pg_sleep(60); END'`],
      'forbidden',
      'partly committed',
    ],
  ])('%s that takes longer is known to be rolled back', async (_what, up, transaction, fate) => {
    const { url, query, drop } = await server.createDatabase()
    onTestFinished(drop)
    await query('CREATE TABLE t (n int)')
    const driver = pg(url)
    onTestFinished(() => driver.close())
    const migrator = new Migrator(driver)
    migrator.addMigration({ id: '1', description: 'long', transaction, up })
    const report = await migrator.up()
    expect(report).toMatchObject({ outcome: 'failed', failed: { transaction: fate }, error: { code: 'MIGRATION_FAILED' } })
    expect(await query('SELECT n FROM t')).toEqual([])
    // And nothing is asked the next time.
    expect(await migrator.up()).toMatchObject({ outcome: 'failed', failed: { transaction: fate }, error: { code: 'MIGRATION_FAILED' } })
  })
})
