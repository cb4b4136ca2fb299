// Owns: a network that breaks is told as it is: what was answered holds, what was not is unknown.
// Must not know: what core makes of it.

import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'

import type { DriverError, DriverReason } from '@godwit/core/driver'

import type { Bench, Law } from '../law.ts'
import { cell, column } from '../probe.ts'
import { refusal, secretless, verdict } from '../refusal.ts'
import type { Fresh, Wire } from '../subject.ts'

const LOSSES = ['loseNextAnswer', 'loseNextRequest'] as const
const HELD = 'SELECT id FROM items ORDER BY id'
const insert = (id: number): string => `INSERT INTO items (id) VALUES (${id})`

export const connection: readonly Law[] = [
  {
    concept: 'connection',
    name: 'a statement that is lost, or whose answer is, rejects with connection, and with outcome unknown unless it certainly did not arrive',
    needs: 'wire',
    run: async (bench) => {
      for (const loss of LOSSES) {
        await onItems(bench, async (fresh, wire) => {
          const session = await fresh.open()
          assert.equal(await cell(session, 'SELECT COUNT(*) FROM items'), 0)
          wire[loss]()
          const error = await refusal(`a statement (${loss})`, () => session.run(insert(1)))
          await truthful(fresh, error, loss, [[1]])
        })
      }
    },
  },
  {
    concept: 'connection',
    name: 'so does a commit',
    needs: 'wire',
    run: async (bench) => {
      for (const loss of LOSSES) {
        await onItems(bench, async (fresh, wire) => {
          const session = await fresh.open()
          const transaction = await session.begin()
          await transaction.run(insert(1))
          wire[loss]()
          const error = await refusal(`a commit (${loss})`, () => transaction.commit())
          await truthful(fresh, error, loss, [[1]])
        })
      }
    },
  },
  {
    concept: 'connection',
    name: 'so does a batch, and it announces no block that it did not hear of',
    needs: 'wire',
    run: async (bench) => {
      for (const loss of LOSSES) {
        await onItems(bench, async (fresh, wire) => {
          const session = await fresh.open()
          assert.equal(await cell(session, 'SELECT COUNT(*) FROM items'), 0)
          const heard: number[] = []
          wire[loss]()
          const error = await refusal(`a batch (${loss})`, () =>
            session.batch([{ statements: [insert(1), insert(2)], foreignKeys: 'enforced' }], (block) => {
              heard.push(block)
              return 'continue'
            }),
          )
          assert.deepEqual(heard, [], 'blocks announced')
          await truthful(fresh, error, loss, bench.capabilities.batch === 'atomic' ? [[1, 2]] : [[1], [1, 2]])
        })
      }
    },
  },
  {
    concept: 'connection',
    name: 'a transaction whose connection broke is undone, and closing its session is quiet',
    needs: 'wire',
    run: async (bench) => {
      for (const loss of LOSSES) {
        await onItems(bench, async (fresh, wire) => {
          const session = await fresh.open()
          const transaction = await session.begin()
          await transaction.run(insert(1))
          wire[loss]()
          const error = await refusal(`a statement of a transaction (${loss})`, () => transaction.run(insert(2)))
          assert.equal(error.reason, 'connection', `${loss}: ${error.message}`)
          await verdict(`a rollback after that (${loss})`, () => transaction.rollback())
          await session.close()
          const next = await eventually(async () => (await fresh.open()).begin())
          assert.deepEqual(await column(next, HELD), [], `rows of a transaction that was never committed (${loss})`)
          await next.rollback()
        })
      }
    },
  },
  {
    concept: 'connection',
    name: 'a server that is not there is a connection that is refused, and nothing was applied',
    needs: 'nowhere',
    run: ({ fresh }) => turnedAway(fresh, 'nowhere', ['connection']),
  },
  {
    concept: 'connection',
    name: 'somebody whom the server does not let in hears of authentication, and nothing was applied',
    needs: 'stranger',
    run: ({ fresh }) => turnedAway(fresh, 'stranger', ['authentication']),
  },
]

/** A driver may connect when it is asked for a session, or with the first statement. */
async function turnedAway(fresh: Fresh, who: 'nowhere' | 'stranger', reasons: readonly DriverReason[]): Promise<void> {
  for (const purpose of ['read', 'write'] as const) {
    const driver = fresh[who]?.()
    assert.ok(driver !== undefined)
    const error = await refusal(`a session for ${purpose}`, async () => (await driver.open(purpose)).run('SELECT 1'))
    assert.ok(reasons.includes(error.reason), `${purpose}: ${error.reason}: ${error.message}`)
    assert.equal(error.outcome, 'not-applied', error.message)
    secretless(error, fresh.secrets)
    await driver.close()
  }
}

/** The wire does not break before the law says so. */
function onItems(bench: Bench, work: (fresh: Bench, wire: Wire) => Promise<void>): Promise<void> {
  return bench.anew(async (fresh) => {
    const { wire } = fresh.fresh
    assert.ok(wire !== undefined)
    const maker = await fresh.open()
    await maker.run('CREATE TABLE items (id INTEGER PRIMARY KEY)')
    await maker.close()
    await work(fresh, wire)
  })
}

/**
 * `wholes`: what may be there if it took effect; nothing else, unless nothing is there at all. A lost answer may be to something that the client sent
 * before, in the same breath; then it did not take effect, and nobody can tell from here.
 */
async function truthful(
  fresh: Bench,
  error: DriverError,
  loss: (typeof LOSSES)[number],
  wholes: readonly (readonly number[])[],
): Promise<void> {
  assert.equal(error.reason, 'connection', `${loss}: ${error.message}`)
  const held = await eventually(async () => column(await fresh.open(), HELD))
  if (held.length > 0) assert.ok(wholes.map(String).includes(String(held)), `${loss}: rows ${held.join()}`)
  if (loss === 'loseNextRequest') assert.deepEqual(held, [], 'rows of what never arrived')
  if (error.outcome === 'not-applied') assert.deepEqual(held, [], `${loss}: the outcome was given as not-applied`)
}

/** The server may notice a broken connection a little later than we do; until then it keeps what that one held. */
async function eventually<Value>(attempt: () => Promise<Value>): Promise<Value> {
  for (;;) {
    let value: Value | undefined
    const error = await verdict('a new session', async () => {
      value = await attempt()
    })
    if (error === undefined) return value as Value
    assert.ok(error.retryable || error.reason === 'connection', error.message)
    await pause(20)
  }
}
