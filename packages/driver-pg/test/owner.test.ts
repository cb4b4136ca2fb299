// Owns: a client whose owner has transactions of his own while a session is open on it.
// Must not know: sessions among each other.

import { expect, it } from 'vitest'
import { describeOn } from '@godwit/servers/vitest'
import { block, clientOn, ids, rejection, sessionOn } from './scratch.ts'

describeOn('postgres-15', (server) => {
  it('an open transaction of the client is left alone, and refused is what would be part of it, until it has ended (E-X3)', async () => {
    const client = await clientOn((await server.freshDatabase()).url)
    const session = await sessionOn(client)
    await session.run('CREATE TABLE items (id integer)')
    await client.query('BEGIN; INSERT INTO items VALUES (1)')
    const insert = 'INSERT INTO items VALUES (2)'
    for (const attempt of [() => session.run(insert), () => session.batch([block(insert)]), () => session.begin()])
      expect(await rejection(attempt())).toMatchObject({ reason: 'lock-timeout', outcome: 'not-applied', retryable: true })
    await client.query('ROLLBACK')
    expect(await ids(session)).toEqual([])
  })

  it.each(['COMMIT', 'ROLLBACK'])(
    'a transaction that the client ended by %s is not called committed, and takes nothing more',
    async (end) => {
      const client = await clientOn((await server.freshDatabase()).url)
      const session = await sessionOn(client)
      await session.run('CREATE TABLE items (id integer)')
      for (const next of ['run', 'commit'] as const) {
        const transaction = await session.begin()
        await transaction.run('DELETE FROM items')
        await transaction.run('INSERT INTO items VALUES (1)')
        await client.query(end)
        expect(await rejection(transaction[next]('INSERT INTO items VALUES (2)'))).toMatchObject({ reason: 'unknown', outcome: 'unknown' })
        await rejection(transaction.commit())
        await transaction.rollback()
        expect(await ids(session)).toEqual(end === 'COMMIT' ? [1] : [])
      }
    },
  )
})
