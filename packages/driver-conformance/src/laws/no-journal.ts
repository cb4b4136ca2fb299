// Owns: that nothing is begun which could not be taken back, whatever a text has made of SQLite's journal.
// Must not know: how a driver learns of it.

import assert from 'node:assert/strict'
import type { Law } from '../law.ts'
import { column } from '../probe.ts'
import { verdict } from '../refusal.ts'

/** More than SQLite keeps in memory: the file itself is written before the transaction ends. */
const FILL = `INSERT INTO items (state, body)
  WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 20000) SELECT 'before', zeroblob(1000) FROM c`
const CHANGE = `UPDATE items SET state = 'after', body = randomblob(1000)`

export const noJournal: readonly Law[] = [
  {
    // Without a journal a rollback leaves the file as it happens to be, and that may be no database any more.
    concept: 'transactions',
    name: 'what fails, or is rolled back, leaves the database as it was, also where a text has switched the journal off',
    gate: ({ dialect, place }) => dialect.family === 'sqlite' && place === 'process',
    run: async ({ open }) => {
      const session = await open()
      await session.run('CREATE TABLE items (id INTEGER PRIMARY KEY, state TEXT, body BLOB)')
      await session.run(FILL)
      // The client, or the engine, may not let it be.
      await verdict('switching the journal off', () => session.run('PRAGMA journal_mode = OFF'))
      const ways = {
        batch: () => session.batch([{ statements: [CHANGE, 'INSERT INTO nowhere VALUES (1)'], foreignKeys: 'enforced' }]),
        'suspended batch': () => session.batch([{ statements: [CHANGE, 'INSERT INTO nowhere VALUES (1)'], foreignKeys: 'suspended' }]),
        transaction: async () => {
          const transaction = await session.begin()
          try {
            await transaction.run(CHANGE)
          } finally {
            await transaction.rollback()
          }
        },
      }
      for (const [way, work] of Object.entries(ways)) {
        await verdict(way, work)
        const observer = await open()
        const error = await verdict(`reading after a ${way}`, async () =>
          assert.deepEqual(await column(observer, 'SELECT DISTINCT state FROM items'), ['before'], `rows after a ${way}`),
        )
        assert.equal(error, undefined, `reading after a ${way}: ${error?.message}`)
        await observer.close()
      }
    },
  },
]
