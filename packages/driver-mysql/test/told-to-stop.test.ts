// Owns: a look that is told to stop while somebody else keeps it from reading: what becomes of its connection.
// Must not know: what core makes of the signal.

import { Migrator } from '@godwit/core'
import { describeOn } from '@godwit/servers/vitest'
import promised from 'mysql2/promise'
import { expect, onTestFinished, test } from 'vitest'
import { mysql } from '../src/index.ts'

describeOn('mariadb', (server) => {
  test('status that waits for a locked history ends with its signal, and the pool has its connections again', async () => {
    const { url, query } = await server.freshDatabase()
    const pool = promised.createPool({ uri: url, connectionLimit: 2 })
    onTestFinished(() => pool.end())
    const migrator = new Migrator(mysql(pool))
    migrator.addMigration({ id: '1', description: 'one', up: ['CREATE TABLE a (id INTEGER)'] })
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    const other = await promised.createConnection(url)
    onTestFinished(() => other.end())
    await other.query('LOCK TABLES migrations WRITE, migrations_lease WRITE, migrations_step WRITE')

    const waiting = "SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND state LIKE 'Waiting for%'"
    for (let round = 1; round <= 3; round++) {
      const stop = new AbortController()
      const ended = migrator.status({ signal: stop.signal })
      await expect.poll(() => query(waiting)).toHaveLength(round)
      stop.abort()
      await expect(ended).rejects.toMatchObject({ code: 'ABORTED' })
    }
    await other.query('UNLOCK TABLES')
    expect(await migrator.status()).toMatchObject({ current: '1' })
  })
})
