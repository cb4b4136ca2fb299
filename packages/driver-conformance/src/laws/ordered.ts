// Owns: batches whose blocks are no transactions: those that their texts open.
// Must not know: atomic blocks.

import assert from 'node:assert/strict'
import type { Block } from '@godwit/core/driver'
import type { Law } from '../law.ts'
import { column } from '../probe.ts'
import { refusal } from '../refusal.ts'

const block = (...statements: readonly string[]): Block => ({ statements, foreignKeys: 'enforced' })
const insert = (id: number): string => `INSERT INTO items (id) VALUES (${id})`
const IDS = 'SELECT id FROM items ORDER BY id'

export const ordered: readonly Law[] = [
  {
    concept: 'batch',
    name: "where batch is 'ordered', a transaction that the texts open and commit holds, and one that they leave open at a mistake is undone and lets go",
    gate: (facts) => facts.capabilities.batch === 'ordered',
    run: async ({ open }) => {
      const [session, other] = [await open(), await open()]
      await session.run('CREATE TABLE items (id INTEGER PRIMARY KEY)')
      await session.batch([block('BEGIN', insert(1)), block(insert(2), 'COMMIT'), block(insert(3))])
      assert.deepEqual(await column(other, IDS), [1, 2, 3], 'after a whole transaction')
      // No DDL: it would commit before it fails.
      for (const mistake of [insert(1), 'SELECT id FROM nowhere', 'SELEC 1']) {
        const heard: number[] = []
        const error = await refusal('a mistake in a transaction of the texts', () =>
          session.batch([block(insert(4)), block('BEGIN', insert(5), mistake, 'COMMIT'), block(insert(6))], (index) => {
            heard.push(index)
            return 'continue'
          }),
        )
        assert.deepEqual(error.at, { block: 1, statement: 2 }, error.message)
        assert.deepEqual(heard, [0], 'blocks announced')
        // Whoever left it open keeps this one waiting, or makes what follows part of it.
        await other.run(insert(5))
        await session.run(insert(7))
        assert.deepEqual(await column(other, IDS), [1, 2, 3, 4, 5, 7], `after ${mistake}`)
        await session.run('DELETE FROM items WHERE id > 3')
      }
      const transaction = await session.begin()
      await transaction.rollback()
    },
  },
]
