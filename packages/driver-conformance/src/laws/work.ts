// Owns: a session's name is good for what core needs it for: asking the server whether it is at work, and ending that work.
// Must not know: leases, intents.

import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import type { Session, Transaction } from '@godwit/core/driver'
import type { Bench, Facts, Law } from '../law.ts'
import { cell, column } from '../probe.ts'
import { verdict } from '../refusal.ts'

/** Where several may write, one may be at work whose client is gone. */
const gate = ({ capabilities, dialect }: Facts): boolean => capabilities.writers === 'many' && dialect.sessions !== undefined

const HELD = 'SELECT size FROM items ORDER BY id'

export const work: readonly Law[] = [
  {
    concept: 'work',
    name: 'by its name the server tells whether a session is at work, as long as it is, to whoever asks over another one',
    gate,
    run: async (bench) => {
      const meeting = await twoWhoMeet(bench)
      if (meeting === 'nameless') return
      const { session, holder, asker, id, since } = meeting
      assert.equal(await atWork(asker, id, since), 'no', 'before its statement')
      const waiting = verdict('the statement that waits', () => session.run('UPDATE items SET size = 2 WHERE id = 1'))
      await until(asker, id, since, 'running')
      await holder.rollback()
      assert.equal(await waiting, undefined)
      await until(asker, id, since, 'no')
      assert.deepEqual(await column(asker, HELD), [2])
    },
  },
  {
    concept: 'work',
    name: 'by its name a session is told to end what it is at work on: that is refused, nothing of it was applied, and the session goes on',
    gate,
    run: async (bench) => {
      const meeting = await twoWhoMeet(bench)
      if (meeting === 'nameless') return
      const { session, holder, asker, id, since } = meeting
      const waiting = verdict('the statement that waits', () => session.run('UPDATE items SET size = 2 WHERE id = 1'))
      await until(asker, id, since, 'running')
      await asker.run(session.dialect.sessions?.cancel(id, since) ?? '')
      const error = await waiting
      assert.ok(error !== undefined, 'the statement went on')
      assert.equal(error.reason, 'statement-timeout', error.message)
      assert.equal(error.outcome, 'not-applied', error.message)
      await holder.commit()
      assert.deepEqual(await column(session, HELD), [1])
    },
  },
]

interface Meeting {
  /** It has not met the lock yet. */
  readonly session: Session
  readonly holder: Transaction
  readonly asker: Session
  readonly id: string
  /** The server's clock, as an intent has it. */
  readonly since: string
}

/** Only a session that is no connection of its own may be nameless; core then asks a person what became of it. */
async function twoWhoMeet({ open, capabilities }: Bench): Promise<Meeting | 'nameless'> {
  // Whatever goes wrong, the holder is the first to be closed, and nobody waits for him.
  const [other, session, asker] = [await open(), await open(), await open()]
  const { id, dialect } = session
  if (id === undefined && capabilities.session === 'stateless') return 'nameless'
  assert.ok(id !== undefined, 'a session that was opened for writing has no name')
  await other.run('CREATE TABLE items (id INTEGER PRIMARY KEY, size INTEGER)')
  await other.run('INSERT INTO items (id, size) VALUES (1, 0)')
  const holder = await other.begin()
  await holder.run('UPDATE items SET size = 1 WHERE id = 1')
  const since = String(await cell(asker, `SELECT ${dialect.iso('n')} FROM (SELECT ${dialect.now} AS n) AS clock`))
  return { session, holder, asker, id, since }
}

async function atWork(asker: Session, id: string, since: string): Promise<string> {
  const query = asker.dialect.sessions?.running(id, since)
  assert.ok(query !== undefined, `the dialect does not understand the name ${id}`)
  return String((await cell(asker, query)) ?? 'no')
}

/** The server may hear of it, or have done with it, a little later than we. A wrong answer stays wrong until the law is given up. */
async function until(asker: Session, id: string, since: string, wanted: 'running' | 'no'): Promise<void> {
  while ((await atWork(asker, id, since)) !== wanted) await pause(20)
}
