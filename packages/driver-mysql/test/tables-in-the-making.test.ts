// Owns: that others may look while the bookkeeping tables are made, which on this engine is no one moment.
// Must not know: in which order they are made.

import { type Driver, Migrator } from '@godwit/core'
import { describeOn } from '@godwit/servers/vitest'
import { expect, onTestFinished, test } from 'vitest'

import { mysql } from '../src/index.ts'

/** The same driver; `look` is called after each statement of a batch. */
function inSlowMotion(driver: Driver, look: () => Promise<void>): Driver {
  return {
    ...driver,
    async open(purpose, signal) {
      const session = await driver.open(purpose, signal)
      return Object.create(session, {
        batch: {
          value: async (blocks: readonly { readonly statements: readonly string[] }[]) => {
            for (const { statements } of blocks) {
              for (const statement of statements) {
                await session.run(statement)
                await look()
              }
            }
          },
        },
      }) as typeof session
    },
  }
}

describeOn('mariadb', (server) => {
  test('whoever looks while the bookkeeping tables are made sees a database without migrations', async () => {
    const { url } = await server.freshDatabase()
    const [maker, looker] = [mysql(url), mysql(url)]
    onTestFinished(async () => {
      await maker.close()
      await looker.close()
    })
    const migration = { id: '1', description: 'one', up: ['CREATE TABLE t (a INT)'] }
    const states: string[] = []
    const making = new Migrator(
      inSlowMotion(maker, async () => {
        const looking = new Migrator(looker)
        looking.addMigration(migration)
        states.push(...(await looking.status()).migrations.map(({ state }) => state))
      }),
    )
    await making.initialize()
    expect(states).toEqual(Array.from({ length: 4 }, () => 'pending'))
  })
})
