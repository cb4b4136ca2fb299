// Owns: that the server's own words are told where it ends a connection while nobody asks it anything.
// Must not know: core.

import { describeOn } from '@godwit/servers/vitest'
import { expect, test } from 'vitest'
import { rejection, sessionOn } from './scratch.ts'

describeOn('postgres-15', (server) => {
  test('a transaction that the role may not leave idle ends with the reason, and not only with its connection', async () => {
    const { url, database, query } = await server.freshDatabase()
    await query(`ALTER DATABASE ${database} SET idle_in_transaction_session_timeout = 50`)
    const session = await sessionOn(url)
    const transaction = await session.begin()
    while ((await query('SELECT 1 FROM pg_stat_activity WHERE pid = $1', [session.id])).length > 0);
    expect(await rejection(transaction.run('SELECT 1'))).toMatchObject({
      reason: 'connection',
      message: expect.stringContaining('terminating connection due to idle-in-transaction timeout'),
    })
  })
})
