// Owns: that a history is read as a whole where the server, or who handed a connection in, has all answers cut.
// Must not know: how a history is read.

import { Migrator } from '@godwit/core'
import { type MariadbServer, startMariadb } from '@godwit/servers'
import { describeHaving, describeOn } from '@godwit/servers/vitest'
import { createConnection } from 'mysql2/promise'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { mysql } from '../src/index.ts'
import { driverOn, rejection } from './session.ts'

const MIGRATIONS = ['1', '2', '3'].map((id) => ({ id, description: 'a row', up: [`INSERT INTO seen VALUES (${id})`] }))

function migratorOn(url: string): Migrator {
  const migrator = new Migrator(driverOn(url))
  migrator.addMigrations(MIGRATIONS)
  return migrator
}

await describeHaving(['mariadb'], 'on a MariaDB that answers with one row', () => {
  let server: MariadbServer
  beforeAll(async () => {
    server = await startMariadb()
    await server.query('SET GLOBAL sql_select_limit = 1')
  })
  afterAll(() => server?.stop())

  test('what is recorded as applied is not run', async () => {
    const { url, query, drop } = await server.createDatabase()
    onTestFinished(drop)
    await query('CREATE TABLE seen (id INT)')
    expect(await migratorOn(url).baseline({ to: '2' })).toMatchObject({ outcome: 'migrated' })
    expect(await migratorOn(url).up()).toMatchObject({ outcome: 'migrated', steps: [{ id: '3' }] })
    expect(await query('SELECT GROUP_CONCAT(id) AS ids FROM seen')).toEqual([{ ids: '3' }])
    expect((await migratorOn(url).getMigrationSummary()).appliedMigrations).toBe(3)
  })
})

describeOn(['mariadb', 'mariadb-11', 'mysql'], (server) => {
  test.each(['read', 'write'] as const)('a connection that was handed in with such a setting is refused to %s', async (purpose) => {
    const { url } = await server.freshDatabase()
    const connection = await createConnection({ uri: url })
    onTestFinished(() => connection.end())
    await connection.query('SET SESSION sql_select_limit = 1000')
    const error = await rejection(mysql(connection).open(purpose))
    expect(error).toMatchObject({ outcome: 'not-applied', retryable: false })
    expect(error.message).toContain('sql_select_limit 1000')
    await connection.query('SET SESSION sql_select_limit = 18446744073709551615')
    await (await mysql(connection).open(purpose)).close()
  })
})
