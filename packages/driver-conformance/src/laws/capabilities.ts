// Owns: the four facts that a driver declares are true.
// Must not know: why core asks for them.

import assert from 'node:assert/strict'
import type { Session } from '@godwit/core/driver'
import type { Law } from '../law.ts'
import { cell, column, exists } from '../probe.ts'
import { secondWriter } from './second-writer.ts'
import { refusal, verdict } from '../refusal.ts'

export const capabilities: readonly Law[] = [
  {
    concept: 'capabilities',
    name: 'every driver on the database declares the same name, dialect and capabilities, in words that exist',
    run: async ({ connect }) => {
      const [one, two] = [connect(), connect()]
      assert.notEqual(one.name, '')
      assert.equal(one.name, two.name)
      assert.deepEqual(one.capabilities, two.capabilities)
      assert.equal(one.dialect.family, two.dialect.family)
      const { ddl, batch, session, writers, ...unknown } = one.capabilities
      assert.deepEqual(unknown, {}, 'a capability that nobody asks for')
      assert.ok(['transactional', 'autocommit'].includes(ddl), `ddl: ${ddl}`)
      assert.ok(['atomic', 'ordered'].includes(batch), `batch: ${batch}`)
      assert.ok(['pinned', 'stateless'].includes(session), `session: ${session}`)
      assert.ok(['many', 'one'].includes(writers), `writers: ${writers}`)
    },
  },
  {
    concept: 'capabilities',
    name: "ddl: 'transactional' loses a CREATE TABLE on rollback, and 'autocommit' keeps it",
    run: async ({ open, words, capabilities: { ddl } }) => {
      const session = await open()
      const transaction = await session.begin()
      await transaction.run('CREATE TABLE made_inside (id INTEGER)')
      await transaction.rollback()
      const kept = await exists(await open(), words.tables, 'made_inside')
      assert.equal(kept, ddl === 'autocommit', kept ? 'a table outlived the rollback of its transaction' : 'a table was rolled back')
    },
  },
  {
    concept: 'capabilities',
    name: "batch: 'atomic' leaves nothing of a failed block and keeps the blocks before it",
    gate: (facts) => facts.capabilities.batch === 'atomic',
    run: async ({ open, words, capabilities: { ddl } }) => {
      const session = await open()
      await session.run('CREATE TABLE items (id INTEGER PRIMARY KEY)')
      const inside = ddl === 'transactional' ? ['CREATE TABLE made_inside (id INTEGER)'] : []
      await refusal('a block whose last statement fails', () =>
        session.batch([
          { statements: ['INSERT INTO items (id) VALUES (1)', 'INSERT INTO items (id) VALUES (2)'], foreignKeys: 'enforced' },
          { statements: [...inside, 'INSERT INTO items (id) VALUES (3)', 'INSERT INTO items (id) VALUES (1)'], foreignKeys: 'enforced' },
        ]),
      )
      const reader = await open()
      assert.deepEqual(await column(reader, 'SELECT id FROM items ORDER BY id'), [1, 2], 'rows after the second block failed')
      assert.equal(await exists(reader, words.tables, 'made_inside'), false, 'a table of the failed block is there')
    },
  },
  {
    concept: 'capabilities',
    name: "batch: 'ordered' keeps what the failed block did before its error",
    gate: (facts) => facts.capabilities.batch === 'ordered',
    run: async ({ open }) => {
      const session = await open()
      await session.run('CREATE TABLE items (id INTEGER PRIMARY KEY)')
      await refusal('a block whose second statement fails', () =>
        session.batch([
          { statements: ['INSERT INTO items (id) VALUES (1)', 'INSERT INTO items (id) VALUES (1)'], foreignKeys: 'enforced' },
        ]),
      )
      assert.deepEqual(await column(await open(), 'SELECT id FROM items'), [1])
    },
  },
  {
    concept: 'capabilities',
    name: "session: 'pinned' keeps temporary tables and settings, also across a transaction, a batch and an error",
    gate: (facts) => facts.capabilities.session === 'pinned',
    run: async ({ open, words: { setting } }) => {
      const session = await open()
      await session.run('CREATE TEMPORARY TABLE mine (id INTEGER)')
      await session.run('INSERT INTO mine (id) VALUES (7)')
      await session.run(setting.write(1234))
      const check = async (when: string): Promise<void> => {
        assert.deepEqual(await column(session, 'SELECT id FROM mine'), [7], `the temporary table, ${when}`)
        assert.equal(String(await cell(session, setting.read)), setting.written(1234), `the setting, ${when}`)
      }
      await check('in the next run')
      const transaction = await session.begin()
      await transaction.run('CREATE TABLE others (id INTEGER PRIMARY KEY)')
      await transaction.commit()
      await check('after a transaction')
      await session.batch([{ statements: ['INSERT INTO others (id) VALUES (1)'], foreignKeys: 'enforced' }])
      await check('after a batch')
      await refusal('a duplicate key', () => session.run('INSERT INTO others (id) VALUES (1)'))
      await check('after an error')
    },
  },
  {
    concept: 'capabilities',
    name: "session: 'pinned' is true of several sessions of one driver that work at the same time",
    // Where one may write, several sessions of a driver may be one connection that was handed in.
    gate: ({ capabilities: { session, writers } }) => session === 'pinned' && writers === 'many',
    run: async ({ connect, words: { setting } }) => {
      const driver = connect()
      const open = await Promise.all([1, 2, 3].map(() => driver.open('write')))
      await Promise.all(
        open.map(async (session, index) => {
          await session.run('CREATE TEMPORARY TABLE mine (id INTEGER)')
          await session.run(setting.write(1000 + index))
          for (let round = 0; round < 10; round++) {
            await session.run(`INSERT INTO mine (id) VALUES (${index * 100 + round})`)
            const ours = Array.from({ length: round + 1 }, (_, earlier) => index * 100 + earlier)
            assert.deepEqual(await column(session, 'SELECT id FROM mine ORDER BY id'), ours, `the temporary table of session ${index}`)
            assert.equal(String(await cell(session, setting.read)), setting.written(1000 + index), `the setting of session ${index}`)
          }
        }),
      )
      await driver.close()
    },
  },
  {
    concept: 'capabilities',
    name: "writers: 'one' refuses a second writer with lock-timeout from the first one's begin to its end",
    gate: (facts) => facts.capabilities.writers === 'one',
    run: async ({ open }) => {
      const [first, second] = [await open(), await open()]
      await first.run('CREATE TABLE items (id INTEGER PRIMARY KEY)')
      const held = await first.begin()
      // Nothing has been written yet: a lock that is only taken by the first write would let both in, and fail one later.
      if ((await secondWriter('a second begin', () => second.begin(), held)) === 'first-ousted') return
      const attempts = {
        'a statement of another session': () => second.run('INSERT INTO items (id) VALUES (2)'),
        'a batch of another session': () => second.batch([{ statements: ['INSERT INTO items (id) VALUES (3)'], foreignKeys: 'enforced' }]),
      }
      for (const [what, attempt] of Object.entries(attempts)) {
        const error = await refusal(what, attempt)
        assert.equal(error.reason, 'lock-timeout', `${what}: ${error.message}`)
        assert.equal(error.outcome, 'not-applied', what)
        assert.equal(error.retryable, true, `${what} may succeed later`)
      }
      await held.run('INSERT INTO items (id) VALUES (1)')
      await held.commit()
      const next = await second.begin()
      await next.run('INSERT INTO items (id) VALUES (4)')
      await next.rollback()
      const after = await first.begin()
      await after.rollback()
      assert.deepEqual(await column(second, 'SELECT id FROM items'), [1])
    },
  },
  {
    concept: 'capabilities',
    name: "writers: 'one' holds between two sessions of one driver too",
    gate: (facts) => facts.capabilities.writers === 'one',
    run: async ({ connect }) => {
      const driver = connect()
      const [first, second] = [await driver.open('write'), await driver.open('write')]
      const held = await first.begin()
      if ((await secondWriter('a second begin', () => second.begin(), held)) === 'second-refused') await held.rollback()
      await (await second.begin()).rollback()
      await first.close()
      await second.close()
    },
  },
  {
    concept: 'capabilities',
    name: "writers: 'many' lets two transactions write and commit beside each other",
    gate: (facts) => facts.capabilities.writers === 'many',
    run: async ({ open }) => beside(await open(), await open()),
  },
  {
    concept: 'capabilities',
    name: "writers: 'many' holds between two sessions of one driver too",
    gate: (facts) => facts.capabilities.writers === 'many',
    run: async ({ connect }) => {
      const driver = connect()
      await beside(await driver.open('write'), await driver.open('write'))
      await driver.close()
    },
  },
  {
    // The heartbeat of a lease, and whoever asks what became of a statement, come over it.
    concept: 'capabilities',
    name: "writers: 'many' opens and serves a second session while a statement of the first one waits",
    gate: (facts) => facts.capabilities.writers === 'many' && facts.words.contention !== undefined,
    run: async ({ connect, open, words }) => {
      const other = await open()
      await other.run('CREATE TABLE items (id INTEGER PRIMARY KEY, size INTEGER)')
      await other.run('INSERT INTO items (id, size) VALUES (1, 0), (2, 0)')
      const holder = await other.begin()
      await holder.run('UPDATE items SET size = 1 WHERE id = 1')
      const driver = connect()
      const first = await (await driver.open('write')).begin()
      for (const text of words.contention?.lockPatience(5) ?? []) await first.run(text)
      const waiting = verdict('the statement that waits', () => first.run('UPDATE items SET size = 2 WHERE id = 1'))
      const second = await driver.open('write')
      await second.run('UPDATE items SET size = 3 WHERE id = 2')
      assert.equal(await cell(second, 'SELECT size FROM items WHERE id = 2'), 3)
      await holder.rollback()
      assert.equal(await waiting, undefined, 'the statement that waited was refused: the second session came to its turn only then')
      await first.commit()
      assert.deepEqual(await column(second, 'SELECT size FROM items ORDER BY id'), [2, 3])
      await driver.close()
    },
  },
]

/** Both are open and have written, and neither sees the other, before either commits. */
async function beside(first: Session, second: Session): Promise<void> {
  await first.run('CREATE TABLE items (id INTEGER PRIMARY KEY, size INTEGER)')
  await first.run('INSERT INTO items (id, size) VALUES (1, 0), (2, 0)')
  const [one, two] = [await first.begin(), await second.begin()]
  await one.run('UPDATE items SET size = 1 WHERE id = 1')
  await two.run('UPDATE items SET size = 2 WHERE id = 2')
  await one.run('INSERT INTO items (id, size) VALUES (3, 3)')
  await two.run('INSERT INTO items (id, size) VALUES (4, 4)')
  assert.deepEqual(await column(one, 'SELECT id FROM items WHERE size > 0 ORDER BY id'), [1, 3], 'what the first one sees')
  assert.deepEqual(await column(two, 'SELECT id FROM items WHERE size > 0 ORDER BY id'), [2, 4], 'what the second one sees')
  await two.rollback()
  await one.run('UPDATE items SET size = 9 WHERE id = 1')
  await one.commit()
  assert.deepEqual(await column(second, 'SELECT size FROM items ORDER BY id'), [9, 0, 3], 'what holds')
}
