// Owns: what becomes of a transaction that nobody ended: it is undone with its session, its driver, its connection.
// Must not know: transactions that end.

import assert from 'node:assert/strict'
import type { Session } from '@godwit/core/driver'
import type { Law } from '../law.ts'
import { column, exists } from '../probe.ts'
import { refusal, verdict } from '../refusal.ts'

const ITEMS = 'CREATE TABLE items (id INTEGER PRIMARY KEY)'
const insert = (id: number): string => `INSERT INTO items (id) VALUES (${id})`
const IDS = 'SELECT id FROM items ORDER BY id'

export const leftOpen: readonly Law[] = [
  {
    concept: 'transactions',
    name: 'closing the session, or the driver, undoes its open transaction and lets the next writer in',
    run: async ({ open, connect }) => {
      const observer = await open()
      await observer.run(ITEMS)
      const driver = connect()
      for (const what of ['session', 'driver'] as const) {
        const session = await driver.open('write')
        const transaction = await session.begin()
        await transaction.run(insert(1))
        await (what === 'session' ? session : driver).close()
        await refusal(`a statement after its ${what} was closed`, () => transaction.run(insert(2)))
        await refusal(`a commit after its ${what} was closed`, () => transaction.commit())
        const next = await observer.begin()
        assert.deepEqual(await column(next, IDS), [], `rows of a transaction whose ${what} was closed`)
        await next.rollback()
      }
    },
  },
  {
    // Otherwise whoever gets the connection out of its pool next is in the middle of it, and its locks are nobody's.
    concept: 'transactions',
    name: 'closing the session undoes a transaction that a text has opened, and gives its locks back',
    gate: ({ capabilities: { writers, session }, words }) => writers === 'many' && session === 'pinned' && words.contention !== undefined,
    run: async ({ open, connect, capabilities, words }) => {
      const observer = await open()
      await observer.run(ITEMS)
      const driver = connect()
      const ways = {
        run: async (session: Session) => {
          await session.run('BEGIN')
          await session.run(insert(1))
        },
        ...(capabilities.batch === 'ordered'
          ? { batch: (session: Session) => session.batch([{ statements: ['BEGIN', insert(1)], foreignKeys: 'enforced' }]) }
          : {}),
      }
      for (const [way, work] of Object.entries(ways)) {
        const session = await driver.open('write')
        // A driver may refuse such a text.
        await verdict(`a transaction of a text (${way})`, () => work(session))
        await session.close()
        const next = await observer.begin()
        for (const text of words.contention?.lockPatience(3) ?? []) await next.run(text)
        const error = await verdict('the next writer', () => next.run(insert(1)))
        assert.equal(error, undefined, `the session was closed, and what it left open (${way}) holds: ${error?.message}`)
        await next.rollback()
        const again = await driver.open('write')
        await again.run(insert(2))
        await again.close()
        assert.deepEqual(await column(observer, IDS), [2], `a later session of the same driver (${way})`)
        await observer.run('DELETE FROM items')
      }
    },
  },
  {
    concept: 'transactions',
    name: 'a new driver finds no table that was never committed',
    gate: (facts) => facts.capabilities.ddl === 'transactional',
    run: async ({ connect, open, words }) => {
      const driver = connect()
      const transaction = await (await driver.open('write')).begin()
      await transaction.run('CREATE TABLE never (id INTEGER)')
      await driver.close()
      assert.equal(await exists(await open(), words.tables, 'never'), false)
    },
  },
]
