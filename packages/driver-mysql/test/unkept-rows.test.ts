// Owns: rows of tables that know no transactions: written once, or asked about, whatever fails behind them.
// Must not know: how statements are grouped.

import { Migrator, type Migration } from '@godwit/core'
import { faulty } from '@godwit/driver-conformance/faulty'
import { describeOn } from '@godwit/servers/vitest'
import { describe, expect, test } from 'vitest'
import { driverOn } from './session.ts'

const line = (url: string, ...up: readonly string[]): Migrator => {
  const migration: Migration = { id: '1', description: 'rows', up }
  const migrator = new Migrator(driverOn(url), { leaseMs: 500 })
  migrator.addMigration(migration)
  return migrator
}

describeOn('mariadb', (server) => {
  describe.each(['MyISAM', 'Aria', 'MEMORY'])('a table of %s', (engine) => {
    test.each([
      ['that was there', 'before'],
      ['that the script makes', 'inside'],
    ] as const)('%s gets a row once, though a statement behind it fails', async (_which, made) => {
      const { url, query } = await server.freshDatabase()
      const create = `CREATE TABLE my (a INT) ENGINE = ${engine}`
      if (made === 'before') await query(create)
      const up = [...(made === 'before' ? [] : [create]), 'INSERT INTO my VALUES (1)', 'INSERT INTO nope VALUES (1)']
      expect(await line(url, ...up).up()).toMatchObject({ outcome: 'failed', failed: { transaction: 'partly committed' } })
      await query('CREATE TABLE nope (a INT)')
      expect(await line(url, ...up).up()).toMatchObject({ outcome: 'migrated' })
      expect(await query('SELECT (SELECT COUNT(*) FROM my) AS my, (SELECT COUNT(*) FROM nope) AS nope')).toEqual([{ my: 1, nope: 1 }])
    })
  })

  test('a statement that failed behind some of its rows is asked about, and not called rolled back', async () => {
    const { url, query } = await server.freshDatabase()
    await query('CREATE TABLE my (a INT PRIMARY KEY) ENGINE = MyISAM')
    const up = ['INSERT INTO my VALUES (1), (2), (1)']
    expect(await line(url, ...up).up()).toMatchObject({ outcome: 'failed', failed: { transaction: 'unknown' } })
    expect(await query('SELECT COUNT(*) AS n FROM my')).toEqual([{ n: 2 }])
    expect(await line(url, ...up).up()).toMatchObject({ outcome: 'blocked', problems: [{ code: 'STATEMENT_UNRESOLVED' }] })
    await line(url, ...up).resolve('1', 0, 'took-effect')
    expect(await line(url, ...up).up()).toMatchObject({ outcome: 'migrated' })
  })

  test('one that could not begin is simply next in line', async () => {
    const { url, query } = await server.freshDatabase()
    await query('CREATE TABLE my (a INT) ENGINE = MyISAM')
    expect(await line(url, 'INSERT INTO my (b) VALUES (1)').up()).toMatchObject({ outcome: 'failed' })
    expect(await line(url, 'INSERT INTO my (a) VALUES (1)').up()).toMatchObject({ outcome: 'migrated' })
    expect(await query('SELECT a FROM my')).toEqual([{ a: 1 }])
  })

  test('one whose process dies behind it is asked about, and not run a second time', async () => {
    const { url, query } = await server.freshDatabase()
    await query('CREATE TABLE my (a INT) ENGINE = MyISAM')
    const insert = 'INSERT INTO my VALUES (1)'
    const counted = faulty(driverOn(url))
    const dry = new Migrator(counted, { table: 'counted' })
    dry.addMigration({ id: '1', description: 'rows', up: [insert] })
    await dry.up()
    await query('DELETE FROM my')
    const at = counted.messages.findIndex(({ text }) => text?.startsWith(insert) === true)
    expect(at).toBeGreaterThan(0)
    const dying = new Migrator(faulty(driverOn(url), { at, when: 'after', loses: 'client' }), { leaseMs: 500 })
    dying.addMigration({ id: '1', description: 'rows', up: [insert] })
    expect((await dying.up()).outcome).not.toBe('migrated')
    expect(await line(url, insert).up()).toMatchObject({ outcome: 'blocked', problems: [{ code: 'STATEMENT_UNRESOLVED' }] })
    expect(await query('SELECT COUNT(*) AS n FROM my')).toEqual([{ n: 1 }])
  })
})
