// Owns: what becomes of a migration on MariaDB whose function does not wait for a statement. An uncaught error fails the run of these.
// Must not know: how statements are counted.

import { code, Migrator, type CodeScript } from '@godwit/core'
import { describeOn } from '@godwit/servers/vitest'
import { expect, test } from 'vitest'
import { driverOn } from './session.ts'

describeOn('mariadb', (server) => {
  async function failing(run: CodeScript['run']): Promise<readonly [message: string, state: string | undefined]> {
    const { url } = await server.freshDatabase()
    const migrator = new Migrator(driverOn(url))
    migrator.addMigration({ id: '1', description: 'one', up: code('1', run) })
    const report = await migrator.up()
    const { migrations } = await migrator.status()
    return [report.outcome === 'failed' ? report.error.message : report.outcome, migrations[0]?.state]
  }

  test('a forgotten statement that fails is named, and what was before it is rolled back', async () => {
    const [message, state] = await failing(async ({ sql }) => {
      await sql.run('SELECT 1')
      void sql.run('INSERT INTO nope VALUES (1)')
    })
    expect(message).toMatch(/did not wait for 'INSERT INTO nope.*doesn't exist\. Is an await missing\? It was rolled back/)
    expect(state).toBe('pending')
  })

  test('where DDL committed before it, the migration asks what became of it', async () => {
    const [message, state] = await failing(async ({ sql }) => {
      await sql.run('CREATE TABLE mine (a INT)')
      void sql.run('INSERT INTO nope VALUES (1)')
    })
    expect(message).toMatch(/Is an await missing\? How much of that took effect is not known/)
    expect(state).toBe('partial')
  })
})
