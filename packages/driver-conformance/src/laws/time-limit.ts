// Owns: a statement that may not take as long as it takes, and where nobody can end it.
// Must not know: who limits statements, and why.

import assert from 'node:assert/strict'
import type { Session } from '@godwit/core/driver'
import type { Law } from '../law.ts'
import { cell } from '../probe.ts'
import { refusal, verdict } from '../refusal.ts'

export const timeLimit: readonly Law[] = [
  {
    concept: 'errors',
    name: 'a statement that takes longer than it may is ended with statement-timeout, and the session goes on',
    gate: (facts) => facts.words.timeLimit !== undefined,
    unheard: { at: 'process', because: 'nothing ends a statement that runs in this process' },
    run: async ({ open, words }) => {
      const session = await open()
      await makeThousand(session)
      // In a transaction, so that it is one connection whatever the driver promises.
      const transaction = await session.begin()
      await transaction.run(words.timeLimit?.(100, session.dialect) ?? '')
      const endless = 'SELECT COUNT(*) FROM items a, items b, items c, items d WHERE a.id + b.id + c.id + d.id < 0'
      const error = await refusal('a statement without an end', () => transaction.run(endless))
      assert.equal(error.reason, 'statement-timeout', error.message)
      assert.equal(error.outcome, 'not-applied', error.message)
      await transaction.rollback()
      assert.equal(await cell(session, 'SELECT COUNT(*) FROM items'), 1000)
    },
  },
  {
    // Why the law before this one is left out there. Whoever claims the place to be spared a law is told here.
    concept: 'errors',
    name: 'where the engine works in this process, a statement comes to its end, whatever limit it has',
    gate: (facts) => facts.words.timeLimit !== undefined && facts.place === 'process',
    run: async ({ open, words }) => {
      const session = await open()
      await makeThousand(session)
      const transaction = await session.begin()
      await transaction.run(words.timeLimit?.(1, session.dialect) ?? '')
      const error = await verdict('a statement that takes longer than it may', () =>
        transaction.run('SELECT COUNT(*) FROM items a, items b'),
      )
      assert.equal(error, undefined, `somebody ended the statement, so it can be heard how the driver says it: ${error?.message}`)
      await transaction.rollback()
    },
  },
]

async function makeThousand(session: Session): Promise<void> {
  await session.run('CREATE TABLE items (id INTEGER PRIMARY KEY)')
  await session.run(`INSERT INTO items (id) VALUES ${Array.from({ length: 1000 }, (_, index) => `(${index})`).join(', ')}`)
}
