// Owns: begin, commit, rollback.
// Must not know: batches, receipts.

import assert from 'node:assert/strict'
import type { Law } from '../law.ts'
import { cell, column } from '../probe.ts'
import { refusal, verdict } from '../refusal.ts'

const ITEMS = 'CREATE TABLE items (id INTEGER PRIMARY KEY)'
const insert = (id: number): string => `INSERT INTO items (id) VALUES (${id})`
const IDS = 'SELECT id FROM items ORDER BY id'

export const transactions: readonly Law[] = [
  {
    concept: 'transactions',
    name: 'a commit holds, and nobody else sees any of it before',
    run: async ({ open, connect }) => {
      const [writer, reader] = [await open(), await open()]
      await writer.run(ITEMS)
      const transaction = await writer.begin()
      await transaction.run(insert(1))
      assert.deepEqual(await column(transaction, IDS), [1], 'what the transaction itself sees')
      // Whoever shares the connection cannot be shown the state before, and is refused.
      const error = await verdict('a look at what is not committed', async () => {
        assert.deepEqual(await column(reader, IDS), [], 'what others see before the commit')
      })
      if (error !== undefined) assert.equal(error.reason, 'lock-timeout', error.message)
      await transaction.commit()
      assert.deepEqual(await column(reader, IDS), [1], 'what others see after the commit')
      await writer.close()
      const later = await connect().open('read')
      assert.deepEqual(await column(later, IDS), [1], 'what a new driver sees')
      await later.close()
    },
  },
  {
    concept: 'transactions',
    name: 'a rollback undoes every row that was inserted, changed and deleted',
    run: async ({ open }) => {
      const session = await open()
      await session.run('CREATE TABLE items (id INTEGER PRIMARY KEY, size INTEGER)')
      await session.run('INSERT INTO items (id, size) VALUES (1, 1), (2, 1)')
      const transaction = await session.begin()
      await transaction.run('INSERT INTO items (id, size) VALUES (3, 1)')
      await transaction.run('UPDATE items SET size = 2 WHERE id = 1')
      await transaction.run('DELETE FROM items WHERE id = 2')
      await transaction.rollback()
      const { rows } = await (await open()).run('SELECT id, size FROM items ORDER BY id')
      assert.deepEqual(
        rows.map((row) => [row['id'], row['size']]),
        [
          [1, 1],
          [2, 1],
        ],
      )
    },
  },
  {
    concept: 'transactions',
    name: "where ddl is 'transactional', a rollback undoes created, altered and dropped tables, indexes and views",
    gate: (facts) => facts.capabilities.ddl === 'transactional',
    run: async ({ open, words }) => {
      const session = await open()
      await session.run(ITEMS)
      await session.run('CREATE TABLE doomed (id INTEGER)')
      await session.run('INSERT INTO doomed (id) VALUES (1)')
      const before = (await session.run(words.catalogue)).rows
      const transaction = await session.begin()
      await transaction.run('CREATE TABLE made_inside (id INTEGER)')
      await transaction.run('CREATE INDEX made_index ON items (id)')
      await transaction.run('CREATE VIEW made_view AS SELECT id FROM items')
      await transaction.run('ALTER TABLE items ADD COLUMN made_column INTEGER')
      await transaction.run('DROP TABLE doomed')
      await transaction.rollback()
      const after = await open()
      assert.deepEqual((await after.run(words.catalogue)).rows, before)
      assert.equal(await cell(after, 'SELECT COUNT(*) FROM doomed'), 1, 'rows of the table whose DROP was rolled back')
    },
  },
  {
    concept: 'transactions',
    name: 'after a failed statement a rollback works, and the session goes on',
    run: async ({ open }) => {
      const session = await open()
      await session.run(ITEMS)
      const transaction = await session.begin()
      await transaction.run(insert(1))
      await refusal('a duplicate key', () => transaction.run(insert(1)))
      await transaction.rollback()
      assert.deepEqual(await column(session, IDS), [])
      const next = await session.begin()
      await next.run(insert(2))
      await next.commit()
      assert.deepEqual(await column(await open(), IDS), [2])
    },
  },
  {
    // PostgreSQL answers COMMIT with ROLLBACK then, and calls it a success.
    concept: 'transactions',
    name: 'a commit after a failed statement holds what succeeded, or rejects and holds nothing',
    run: async ({ open }) => {
      const session = await open()
      await session.run(ITEMS)
      const transaction = await session.begin()
      await transaction.run(insert(1))
      await refusal('a duplicate key', () => transaction.run(insert(1)))
      const error = await verdict('a commit after a failed statement', () => transaction.commit())
      if (error !== undefined) await transaction.rollback()
      assert.deepEqual(await column(await open(), IDS), error === undefined ? [1] : [])
    },
  },
  {
    concept: 'transactions',
    name: 'a commit that the database refuses rejects with constraint, and rolling back is harmless then',
    gate: (facts) => facts.words.deferred !== undefined,
    run: async ({ open, words }) => {
      const session = await open()
      await session.run(ITEMS)
      await session.run(`CREATE TABLE parts (id INTEGER PRIMARY KEY, item INTEGER REFERENCES items (id) ${words.deferred ?? ''})`)
      const transaction = await session.begin()
      await transaction.run('INSERT INTO parts (id, item) VALUES (1, 99)')
      const error = await refusal('a commit with a dangling reference', () => transaction.commit())
      assert.equal(error.reason, 'constraint', error.message)
      assert.equal(error.outcome, 'not-applied', 'the database certainly refused')
      await transaction.rollback()
      const next = await (await open()).begin()
      assert.equal(await cell(next, 'SELECT COUNT(*) FROM parts'), 0)
      await next.rollback()
    },
  },
  {
    // On a client that has one connection, such a statement would commit by itself.
    concept: 'transactions',
    name: 'a transaction that has ended takes no statement and no second commit, and a late rollback undoes nothing',
    run: async ({ open }) => {
      const session = await open()
      await session.run(ITEMS)
      for (const [index, end] of (['commit', 'rollback'] as const).entries()) {
        const transaction = await session.begin()
        await transaction.run(insert(index))
        await transaction[end]()
        await refusal(`a statement after ${end}`, () => transaction.run(insert(100 + index)))
        await refusal(`a commit after ${end}`, () => transaction.commit())
        await verdict(`a rollback after ${end}`, () => transaction.rollback())
      }
      assert.deepEqual(await column(await open(), IDS), [0])
    },
  },
  {
    concept: 'transactions',
    name: 'a second begin on a session with an open transaction is refused and harms nothing',
    run: async ({ open }) => {
      const session = await open()
      await session.run(ITEMS)
      const transaction = await session.begin()
      await transaction.run(insert(1))
      await refusal('begin inside a transaction', () => session.begin())
      await transaction.run(insert(2))
      await transaction.commit()
      assert.deepEqual(await column(await open(), IDS), [1, 2])
    },
  },
  {
    concept: 'transactions',
    name: 'two statements in one text are refused or both run, never one of them in silence',
    run: async ({ open }) => {
      const session = await open()
      await session.run(ITEMS)
      const pair = `${insert(1)}; ${insert(2)}`
      const inTransaction = async (): Promise<void> => {
        const transaction = await session.begin()
        const error = await verdict('two statements in a transaction', () => transaction.run(pair))
        await transaction[error === undefined ? 'commit' : 'rollback']()
        if (error !== undefined) throw error
      }
      const ways = {
        run: () => session.run(pair),
        transaction: inTransaction,
        batch: () => session.batch([{ statements: [pair], foreignKeys: 'enforced' }]),
      }
      for (const [way, attempt] of Object.entries(ways)) {
        const error = await verdict(`two statements in one text (${way})`, attempt)
        assert.deepEqual(await column(session, IDS), error === undefined ? [1, 2] : [], way)
        await session.run('DELETE FROM items')
      }
    },
  },
  {
    concept: 'transactions',
    name: 'one statement may hold semicolons, comments and a trailing semicolon',
    run: async ({ open, words }) => {
      const session = await open()
      await session.run(ITEMS)
      await session.run('CREATE TABLE copies (id INTEGER)')
      await session.run(words.trigger('items', 'copies'))
      await session.run('/* first; */ INSERT INTO items (id) -- second;\n VALUES (1) /* third */;')
      await session.batch([{ statements: ['INSERT INTO items (id) VALUES (2); -- done', "SELECT ';'"], foreignKeys: 'enforced' }])
      assert.deepEqual(await column(session, 'SELECT id FROM copies ORDER BY id'), [101, 102, 201, 202])
    },
  },
]
