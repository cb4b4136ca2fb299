// Owns: a connection whose `affected` counts the rows that changed, and not those that were found.
// Must not know: which texts core sends.

import { code, Migrator, type Migration } from '@godwit/core'
import { describeOn } from '@godwit/servers/vitest'
import { createConnection } from 'mysql2/promise'
import { expect, onTestFinished, test } from 'vitest'
import { mysql } from '../src/index.ts'

const MIGRATIONS: readonly Migration[] = Array.from({ length: 5 }, (_, n) => ({
  id: String(n),
  description: 'a function',
  up: code('1', async () => {}),
}))

describeOn('mariadb', (server) => {
  test('a lease that is renewed again in the same millisecond is not lost', async () => {
    const { host, port, user, password, database } = await server.freshDatabase()
    // One connection, so that the lease is renewed on it before each function.
    const connection = await createConnection({ host, port, user, password, database, flags: ['-FOUND_ROWS'] })
    onTestFinished(() => connection.end())
    // The clock that the lease goes by stands still.
    await connection.query('SET TIMESTAMP = 1700000000.123')
    const migrator = new Migrator(mysql(connection))
    migrator.addMigrations(MIGRATIONS)
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated', steps: { length: MIGRATIONS.length } })
  })
})
