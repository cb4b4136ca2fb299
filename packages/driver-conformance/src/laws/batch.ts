// Owns: blocks: their order, their end, and who hears of them.
// Must not know: what core puts into blocks. Atomicity is in `capabilities`, `at` in `errors`, foreign keys in `foreign-keys`.

import assert from 'node:assert/strict'
import type { Block } from '@godwit/core/driver'
import type { Law } from '../law.ts'
import { column } from '../probe.ts'
import { refusal } from '../refusal.ts'

const block = (...statements: readonly string[]): Block => ({ statements, foreignKeys: 'enforced' })
const ITEMS = 'CREATE TABLE items (id INTEGER PRIMARY KEY)'
const insert = (id: number): string => `INSERT INTO items (id) VALUES (${id})`
const IDS = 'SELECT id FROM items ORDER BY id'

export const batch: readonly Law[] = [
  {
    concept: 'batch',
    name: 'statements run in order, block after block, and each sees what came before it',
    run: async ({ open }) => {
      const session = await open()
      await session.batch([
        block('CREATE TABLE notes (n INTEGER, seen INTEGER)', 'INSERT INTO notes (n, seen) SELECT 1, COUNT(*) FROM notes'),
        block('INSERT INTO notes (n, seen) SELECT 2, COUNT(*) FROM notes', 'INSERT INTO notes (n, seen) SELECT 3, COUNT(*) FROM notes'),
        block('INSERT INTO notes (n, seen) SELECT 4, COUNT(*) FROM notes'),
      ])
      assert.deepEqual(await column(await open(), 'SELECT seen FROM notes ORDER BY n'), [0, 1, 2, 3])
    },
  },
  {
    concept: 'batch',
    name: 'finished hears of each block that holds, once, in order, before the batch settles',
    run: async ({ open }) => {
      const session = await open()
      const { heard, hear } = listener()
      await session.batch([block(ITEMS), block(insert(1), insert(2)), block(insert(3))], hear)
      assert.deepEqual(heard, [0, 1, 2])
      assert.deepEqual(await column(session, IDS), [1, 2, 3])
    },
  },
  {
    concept: 'batch',
    name: "'stop' ends the batch after that block, or comes too late; what was announced is what holds",
    run: async ({ open }) => {
      const session = await open()
      await session.run(ITEMS)
      const heard: number[] = []
      await session.batch([block(insert(0)), block(insert(1)), block(insert(2)), block(insert(3))], (index) => {
        heard.push(index)
        return index >= 1 ? 'stop' : 'continue'
      })
      assert.ok(heard.length >= 2, `blocks announced: ${heard.join()}`)
      assert.deepEqual(await column(await open(), IDS), heard)
      await session.run(insert(9))
    },
  },
  {
    // Otherwise a signal, a timer, the heartbeat of a lease would wait for the whole batch. A driver in this process need
    // not turn after each block, so the blocks are heavy enough for whatever it allows itself.
    concept: 'batch',
    name: 'the event loop turns while a long batch runs',
    run: async ({ open }) => {
      const session = await open()
      await session.run(ITEMS)
      const ids = Array.from({ length: 1000 }, (_, index) => `(${index})`)
      await session.run(`INSERT INTO items (id) VALUES ${ids.join(', ')}`)
      let turned = false
      setImmediate(() => {
        turned = true
      })
      const heavy = block('SELECT COUNT(*) FROM items AS a, items AS b')
      await session.batch(
        Array.from({ length: 60 }, () => heavy),
        () => (turned ? 'stop' : 'continue'),
      )
      assert.ok(turned, 'sixty blocks, a million rows each, ran in one turn of the event loop')
    },
  },
  {
    concept: 'batch',
    name: 'the first error stops the batch: blocks before it hold and were announced, nothing after it runs',
    run: async ({ open, capabilities }) => {
      const session = await open()
      await session.run(ITEMS)
      const { heard, hear } = listener()
      const blocks = [block(insert(1)), block(insert(2), insert(3)), block(insert(4), 'DROP TABLE nowhere', insert(5)), block(insert(6))]
      await refusal('a batch with a mistake', () => session.batch(blocks, hear))
      assert.deepEqual(heard, [0, 1], 'blocks announced')
      assert.deepEqual(await column(await open(), IDS), capabilities.batch === 'atomic' ? [1, 2, 3] : [1, 2, 3, 4])
    },
  },
  {
    concept: 'batch',
    name: 'an error in the first block announces nothing',
    run: async ({ open }) => {
      const session = await open()
      const { heard, hear } = listener()
      await refusal('a batch that begins with a mistake', () => session.batch([block('SELEC 1'), block(ITEMS)], hear))
      assert.deepEqual(heard, [])
    },
  },
  {
    concept: 'batch',
    name: 'after a failed batch the session goes on, and no transaction is left open',
    run: async ({ open }) => {
      const session = await open()
      await session.run(ITEMS)
      for (const mistake of [insert(1), 'DROP TABLE nowhere', 'SELEC 1']) {
        await refusal('a batch with a mistake', () => session.batch([block(insert(1), mistake, mistake)]))
        await session.run('DELETE FROM items')
      }
      const other = await (await open()).begin()
      await other.run(insert(7))
      await other.commit()
      await session.batch([block(insert(8))])
      const transaction = await session.begin()
      await transaction.run(insert(9))
      await transaction.commit()
      assert.deepEqual(await column(session, IDS), [7, 8, 9])
    },
  },
  {
    concept: 'batch',
    name: 'no blocks are nothing to do, a block without statements holds, and queries are welcome',
    run: async ({ open }) => {
      const session = await open()
      const { heard, hear } = listener()
      await session.batch([], hear)
      assert.deepEqual(heard, [])
      await session.batch([block(ITEMS), block(), block('SELECT id FROM items', insert(1), 'SELECT id FROM items')], hear)
      assert.deepEqual(heard, [0, 1, 2])
      assert.deepEqual(await column(await open(), IDS), [1])
    },
  },
  {
    concept: 'batch',
    name: "a commit that the database refuses fails its block: it is not announced, it left nothing, and later blocks don't run",
    gate: (facts) => facts.capabilities.batch === 'atomic' && facts.words.deferred !== undefined,
    run: async ({ open, words }) => {
      const session = await open()
      await session.run(ITEMS)
      await session.run(`CREATE TABLE parts (id INTEGER PRIMARY KEY, item INTEGER REFERENCES items (id) ${words.deferred ?? ''})`)
      const { heard, hear } = listener()
      const error = await refusal('a block with a dangling reference', () =>
        session.batch([block(insert(1)), block(insert(2), 'INSERT INTO parts (id, item) VALUES (1, 99)'), block(insert(3))], hear),
      )
      assert.equal(error.reason, 'constraint', error.message)
      assert.equal(error.outcome, 'not-applied')
      assert.equal(error.at?.block, 1)
      assert.deepEqual(heard, [0])
      const next = await (await open()).begin()
      assert.deepEqual(await column(next, IDS), [1])
      await next.rollback()
    },
  },
]

function listener(): { readonly heard: readonly number[]; readonly hear: (index: number) => 'continue' } {
  const heard: number[] = []
  return {
    heard,
    hear: (index) => {
      heard.push(index)
      return 'continue'
    },
  }
}
