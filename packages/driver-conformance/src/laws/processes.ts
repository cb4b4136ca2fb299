// Owns: that locks and transactions are the database's and not this process's.
// Must not know: migrations.

import assert from 'node:assert/strict'
import type { Law } from '../law.ts'
import type { Answer } from '../process/message.ts'
import { column } from '../probe.ts'
import { refusal } from '../refusal.ts'

const IDS = 'SELECT id FROM items ORDER BY id'

export const processes: readonly Law[] = [
  {
    concept: 'processes',
    name: "writers: 'one' is the database's doing: a writer in another process is refused with lock-timeout, and refuses us",
    needs: 'elsewhere',
    gate: (facts) => facts.capabilities.writers === 'one',
    run: async ({ open, peer }) => {
      const session = await open()
      await session.run('CREATE TABLE items (id INTEGER PRIMARY KEY)')
      const other = await peer()
      const held = await session.begin()
      const second = await other.ask({ ask: 'begin' })
      if (second.outcome === 'done') {
        // A server may give its lock away; see `secondWriter`.
        assert.equal(
          (await refusal('the first writer, after another process was let in', () => held.run('SELECT 1'))).outcome,
          'not-applied',
        )
        await held.rollback()
        return
      }
      assert.deepEqual(reason(second), 'lock-timeout', 'begin in another process')
      await held.run('INSERT INTO items (id) VALUES (1)')
      await held.commit()
      done(await other.ask({ ask: 'begin' }))
      const error = await refusal('begin while another process writes', () => session.begin())
      assert.equal(error.reason, 'lock-timeout', error.message)
      done(await other.ask({ ask: 'run', text: 'INSERT INTO items (id) VALUES (2)' }))
      done(await other.ask({ ask: 'commit' }))
      const next = await session.begin()
      assert.deepEqual(await column(next, IDS), [1, 2])
      await next.rollback()
    },
  },
  {
    concept: 'processes',
    name: 'the open transaction of a killed process is undone, and the next writer gets in',
    needs: 'elsewhere',
    run: async ({ open, peer }) => {
      const session = await open()
      await session.run('CREATE TABLE items (id INTEGER PRIMARY KEY)')
      const other = await peer()
      done(await other.ask({ ask: 'begin' }))
      done(await other.ask({ ask: 'run', text: 'INSERT INTO items (id) VALUES (1)' }))
      await other.kill()
      const next = await session.begin()
      assert.deepEqual(await column(next, IDS), [])
      await next.run('INSERT INTO items (id) VALUES (2)')
      await next.commit()
      assert.deepEqual(await column(session, IDS), [2])
    },
  },
]

function done(answer: Answer): void {
  assert.equal(answer.outcome, 'done', JSON.stringify(answer))
}

function reason(answer: Answer): string {
  return answer.outcome === 'refused' ? answer.reason : answer.outcome
}
