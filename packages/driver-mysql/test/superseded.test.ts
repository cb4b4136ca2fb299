// Owns: what a function of durable steps is told whose lease somebody else has taken.
// Must not know: how leases are kept alive.

import { Migrator, steps } from '@godwit/core'
import { describeOn } from '@godwit/servers/vitest'
import { expect, test } from 'vitest'
import { driverOn } from './session.ts'

describeOn(['mariadb', 'mariadb-11', 'mysql'], (server) => {
  test.each([
    ['at its receipt', 1],
    ['at the record of the next step', 2],
  ])('a superseded owner is told so %s, and what it finished stays recorded', async (_, count) => {
    const { url, query } = await server.freshDatabase()
    await query('CREATE TABLE t (a INT)')
    const up = steps('r', async ({ step }) => {
      for (let n = 0; n < count; n++)
        await step(`row ${n}`, async ({ sql }) => {
          await sql.run('INSERT INTO t VALUES (?)', [n])
          if (n === 0) await query(`UPDATE migrations_lease SET token = token + 1, expires_at = 0 WHERE name = 'app'`)
        })
    })
    const migrator = new Migrator(driverOn(url))
    migrator.addMigrations([{ id: '1', description: '1', up }])
    expect(await migrator.up()).toMatchObject({
      outcome: 'failed',
      failed: { id: '1', transaction: 'partly committed' },
      error: { code: 'LEASE_LOST', details: { line: 'app' } },
    })
    expect(await query('SELECT a FROM t')).toEqual([{ a: 0 }])
    expect(await query('SELECT id FROM migrations')).toEqual([])
    expect(await migrator.up()).toMatchObject({ outcome: 'migrated', steps: [{ id: '1' }] })
    expect(await query('SELECT a FROM t ORDER BY a')).toEqual(Array.from({ length: count }, (__, a) => ({ a })))
  })
})
