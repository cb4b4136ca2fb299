// Owns: a look that is told to stop while somebody else keeps it from reading: what becomes of its connection.
// Must not know: what core makes of the signal.

import { Migrator } from '@godwit/core'
import { describeOn } from '@godwit/servers/vitest'
import { Pool } from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { pg } from '../src/index.ts'
import { clientOn } from './scratch.ts'

describeOn('postgres-15', (server) => {
  test('status that waits for a locked history ends with its signal, and the server is at nothing for it', async () => {
    const { url, query } = await server.freshDatabase()
    const pool = new Pool({ connectionString: url })
    onTestFinished(() => pool.end())
    const migrator = new Migrator(pg(pool))
    migrator.addMigration({ id: '1', description: 'one', up: ['CREATE TABLE a (id integer)'] })
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    const other = await clientOn(url)
    await other.query('BEGIN')
    await other.query('LOCK TABLE migrations IN ACCESS EXCLUSIVE MODE')

    const stop = new AbortController()
    const ended = migrator.status({ signal: stop.signal })
    const waiting = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    await expect.poll(() => query(waiting)).toHaveLength(1)
    stop.abort()
    await expect(ended).rejects.toMatchObject({ code: 'ABORTED' })
    expect(await query(waiting)).toEqual([])
    await other.query('ROLLBACK')
    expect(await migrator.status()).toMatchObject({ current: '1' })
  })
})
