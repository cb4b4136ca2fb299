// Owns: a server that answers a commit and keeps nothing of it, as MariaDB 10.11 did on a cluster.
// Must not know: how a server comes to do that.

import { Migrator, steps } from '@godwit/core'
import type { Block, Driver, Session, Transaction } from '@godwit/core/driver'
import { describeOn } from '@godwit/servers/vitest'
import { describe, expect, test } from 'vitest'
import { driverOn } from './session.ts'

/** `driver`, the first commit of which that comes behind writes of a migration is taken back unseen. */
function forgetful(driver: Driver): Driver {
  let left = 1
  const forgets = ({ statements, foreignKeys }: Block): Block => ({
    foreignKeys,
    statements: statements.map((text, at) => {
      if (text !== driver.dialect.transaction.commit || !statements.slice(0, at).some((before) => before.startsWith('INSERT INTO t')))
        return text
      return left-- > 0 ? 'ROLLBACK' : text
    }),
  })
  const onceInVain = (transaction: Transaction): Transaction => ({
    run: (text, params) => transaction.run(text, params),
    rollback: () => transaction.rollback(),
    commit: () => (left-- > 0 ? transaction.rollback() : transaction.commit()),
  })
  return {
    ...driver,
    close: () => driver.close(),
    async open(purpose) {
      const session = await driver.open(purpose)
      return new Proxy<Session>(session, {
        get: (target, name) => {
          if (name === 'batch')
            return (blocks: readonly Block[], done?: Parameters<Session['batch']>[1]) => target.batch(blocks.map(forgets), done)
          if (name === 'begin') return async () => onceInVain(await target.begin())
          const value: unknown = Reflect.get(target, name, target)
          return typeof value === 'function' ? (value.bind(target) as unknown) : value
        },
      })
    },
  }
}

const T = 'CREATE TABLE t (a INT PRIMARY KEY)'

describeOn(['mariadb', 'mariadb-11', 'mysql'], (server) => {
  describe.each([
    ['in one message', 'on'],
    ['message by message', 'off'],
  ] as const)('%s', (_, multipleStatements) => {
    test.each([
      ['behind everything else', 'auto', [T, 'INSERT INTO t VALUES (1)', 'INSERT INTO t VALUES (2)']],
      ['before DDL', 'auto', [T, 'INSERT INTO t VALUES (1)', 'INSERT INTO t VALUES (2)', 'CREATE TABLE u (a INT)']],
      ['before another transaction', 'forbidden', [T, 'INSERT INTO t VALUES (1)', 'INSERT INTO t VALUES (2)']],
    ] as const)(
      'rows that were lost in silence %s keep the receipt from being written, and are written again',
      async (__, transaction, up) => {
        const { url, query } = await server.freshDatabase()
        const migrator = new Migrator(forgetful(driverOn({ url, multipleStatements })))
        migrator.addMigrations([{ id: '1', description: '1', transaction, up }])
        expect(await migrator.up()).toMatchObject({ outcome: 'migrated', steps: [{ id: '1' }] })
        expect(await query('SELECT a FROM t ORDER BY a')).toEqual([{ a: 1 }, { a: 2 }])
        expect(await query(`SELECT n FROM migrations_step WHERE state = 'done' ORDER BY n`)).toEqual(up.map((___, n) => ({ n })))
      },
    )

    test.each([1, 2])('of %i durable steps the first, lost in silence, is taken again before anything follows it', async (count) => {
      const { url, query } = await server.freshDatabase()
      await query('CREATE TABLE t (a INT PRIMARY KEY AUTO_INCREMENT, n INT)')
      const migrator = new Migrator(forgetful(driverOn({ url, multipleStatements })))
      const up = steps('rows', async ({ step }) => {
        for (let n = 0; n < count; n++) await step(`row ${n}`, ({ sql }) => sql.run('INSERT INTO t (n) VALUES (?)', [n]))
      })
      migrator.addMigrations([{ id: '1', description: '1', up }])
      expect(await migrator.up()).toMatchObject({ outcome: 'migrated', steps: [{ id: '1' }] })
      expect(await query('SELECT n FROM t ORDER BY a')).toEqual(Array.from({ length: count }, (___, n) => ({ n })))
    })
  })
})
