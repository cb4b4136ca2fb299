// Owns: what is said of a function that ends the transaction around it, over the client that was handed in.
// Must not know: how core finds out what became of it.

import { code, Migrator, steps } from '@godwit/core'
import { describeOn } from '@godwit/servers/vitest'
import { expect, test } from 'vitest'
import { pg } from '../src/index.ts'
import { clientOn } from './scratch.ts'

describeOn('postgres-15', (server) => {
  test.each([
    ['COMMIT', 'committed', ['before'], 'applied'],
    ['ROLLBACK', 'rolled back', [], 'pending'],
  ] as const)('%s over the client: it failed, and is told as %s', async (word, transaction, tables, state) => {
    const { url, query } = await server.freshDatabase()
    const client = await clientOn(url)
    const migrator = new Migrator(pg(client))
    const up = code('1', async ({ sql }) => {
      await sql.run('CREATE TABLE before (a int)')
      await client.query(word)
      await sql.run('CREATE TABLE behind (a int)')
    })
    migrator.addMigrations([{ id: '1', description: 'ends it', up }])
    expect(await migrator.up()).toMatchObject({ outcome: 'failed', failed: { id: '1', transaction }, error: { details: { transaction } } })
    expect(await query(`SELECT relname FROM pg_class WHERE relname IN ('before', 'behind')`)).toEqual(
      tables.map((relname) => ({ relname })),
    )
    expect((await migrator.status()).migrations).toMatchObject([{ id: '1', state }])
  })

  test('COMMIT in a durable step: nobody knows how far it came, and the next run asks instead of going on behind it', async () => {
    const { url, query } = await server.freshDatabase()
    const client = await clientOn(url)
    const migrator = new Migrator(pg(client))
    const up = steps('1', ({ step }) =>
      step('both', async ({ sql }) => {
        await sql.run('CREATE TABLE before (a int)')
        await client.query('COMMIT')
        await sql.run('CREATE TABLE behind (a int)')
      }),
    )
    migrator.addMigrations([{ id: '1', description: 'ends it', up }])
    expect(await migrator.up()).toMatchObject({ outcome: 'failed', failed: { id: '1', transaction: 'unknown' } })
    expect(await migrator.up()).toMatchObject({ outcome: 'blocked', problems: [{ code: 'STATEMENT_UNRESOLVED', id: '1', n: 0 }] })
    await query('CREATE TABLE behind (a int)')
    await migrator.resolve('1', 0, 'took-effect')
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated' })
  })
})
