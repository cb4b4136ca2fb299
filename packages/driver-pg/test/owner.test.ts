// Owns: a client whose owner has transactions of his own while a session is open on it.
// Must not know: sessions among each other.

import { Migrator } from '@godwit/core'
import { expect, it } from 'vitest'
import { describeOn } from '@godwit/servers/vitest'
import { pg } from '../src/index.ts'
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

  it('so is one that he did not wait for the beginning of: nothing of ours is sent into it', async () => {
    const client = await clientOn((await server.freshDatabase()).url)
    const session = await sessionOn(client)
    await session.run('CREATE TABLE items (id integer)')
    const insert = 'INSERT INTO items VALUES (2)'
    for (const attempt of [() => session.run(insert), () => session.batch([block(insert)]), () => session.begin()]) {
      const begun = client.query('BEGIN')
      const refused = rejection(attempt())
      await begun
      expect(await refused).toMatchObject({ reason: 'lock-timeout', outcome: 'not-applied', retryable: true })
      await client.query('COMMIT')
    }
    expect(await ids(session)).toEqual([])
  })

  it('nor is anything sent behind the end of ours that he did not wait for', async () => {
    const client = await clientOn((await server.freshDatabase()).url)
    const session = await sessionOn(client)
    await session.run('CREATE TABLE items (id integer)')
    const transaction = await session.begin()
    await transaction.run('INSERT INTO items VALUES (1)')
    const ended = client.query('ROLLBACK')
    const refused = rejection(transaction.run('INSERT INTO items VALUES (2)'))
    await ended
    expect(await refused).toMatchObject({ reason: 'unknown', outcome: 'unknown' })
    await transaction.rollback()
    expect(await ids(session)).toEqual([])
  })

  it('a run waits for a transaction of his that had just begun, and is not part of it', async () => {
    const client = await clientOn((await server.freshDatabase()).url)
    let [begun, ended]: (Promise<unknown> | undefined)[] = []
    const migrator = new Migrator(pg(client), {
      observer: ({ type }) => {
        if (type === 'run.planned') begun ??= client.query('BEGIN')
        if (type === 'turn.waiting') ended ??= client.query('ROLLBACK')
      },
    })
    migrator.addMigration({ id: '1', description: 'a table', up: ['CREATE TABLE items (id integer)'] })
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
    expect(ended).toBeDefined()
    expect((await client.query('SELECT id FROM migrations')).rows).toEqual([{ id: '1' }])
  })
})
