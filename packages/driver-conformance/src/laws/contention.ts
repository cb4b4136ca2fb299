// Owns: what becomes of two who want the same at once, where many may write: waiting, giving up, being told to begin again.
// Must not know: what core does with their errors.

import assert from 'node:assert/strict'
import type { DriverError, DriverReason, Session, Transaction } from '@godwit/core/driver'
import type { Bench, Facts, Law } from '../law.ts'
import { cell, column } from '../probe.ts'
import { refusal, verdict } from '../refusal.ts'

const IDS = 'SELECT id FROM items ORDER BY id'
const insert = (id: number): string => `INSERT INTO items (id, size) VALUES (${id}, 0)`
const resize = (id: number): string => `UPDATE items SET size = size + 1 WHERE id = ${id}`
const gate = ({ capabilities, words, conflicts }: Facts): boolean =>
  capabilities.writers === 'many' && words.contention !== undefined && conflicts === 'statement'

export const contention: readonly Law[] = [
  {
    // The receipt is the lock: this is all that keeps two runners apart.
    concept: 'contention',
    name: 'who writes a key that another transaction has written waits for it: refused with constraint after its commit, going on after its rollback',
    gate,
    run: async (bench) => {
      const [first, second, observer] = [await bench.open(), await bench.open(), await bench.open()]
      await observer.run('CREATE TABLE items (id INTEGER PRIMARY KEY, size INTEGER)')
      for (const [id, end] of (['commit', 'rollback'] as const).entries()) {
        const [one, two] = [await first.begin(), await second.begin()]
        await patient(bench, two, 20)
        await one.run(insert(id))
        const waiting = verdict('the second writer of a key', () => two.run(insert(id)))
        const early = await waitsOrAnswers(bench, observer, waiting)
        if (early.kind === 'answered') assert.fail(`before a ${end}: ${early.error?.message ?? 'did not wait'}`)
        assert.deepEqual(await column(observer, `SELECT id FROM items WHERE id = ${id}`), [], `nobody has committed (${end})`)
        await one[end]()
        const error = await waiting
        if (end === 'commit') assert.equal(error?.reason, 'constraint', `after a commit: ${error?.message ?? 'was not refused'}`)
        else assert.equal(error, undefined, `after a rollback: ${error?.message}`)
        await two[end === 'commit' ? 'rollback' : 'commit']()
      }
      assert.deepEqual(await column(observer, IDS), [0, 1])
    },
  },
  {
    concept: 'contention',
    name: 'who waits too long for a row or a table hears of lock-timeout: nothing was applied, and it may be tried again',
    gate,
    run: async (bench) => {
      const [first, second] = await twoRows(bench)
      const held = await first.begin()
      await held.run(resize(1))
      for (const text of [resize(1), 'ALTER TABLE items ADD COLUMN more INTEGER']) {
        const waiting = await second.begin()
        await patient(bench, waiting, 1)
        const error = await refusal(text, () => waiting.run(text))
        worthAnotherTry(error, 'lock-timeout')
        await waiting.rollback()
      }
      await held.commit()
      const again = await second.begin()
      await again.run(resize(1))
      await again.commit()
      assert.deepEqual(await column(first, 'SELECT size FROM items ORDER BY id'), [2, 0])
    },
  },
  {
    concept: 'contention',
    name: 'of two transactions that wait for each other one hears of a deadlock and holds nothing, and the other goes on',
    gate,
    run: async (bench) => {
      const [first, second] = await twoRows(bench)
      const transactions = [await first.begin(), await second.begin()] as const
      for (const transaction of transactions) await patient(bench, transaction, 20)
      await transactions[0].run(resize(1))
      await transactions[1].run(resize(2))
      const errors = await Promise.all(
        [resize(2), resize(1)].map((text, index) => verdict(text, async () => transactions[index]?.run(text))),
      )
      const [error, ...more] = errors.filter((found) => found !== undefined)
      assert.ok(error !== undefined, 'both went on')
      assert.deepEqual(more, [], 'both were refused')
      worthAnotherTry(error, 'deadlock')
      for (const [index, transaction] of transactions.entries()) await transaction[errors[index] === undefined ? 'commit' : 'rollback']()
      assert.deepEqual(await column(first, 'SELECT size FROM items ORDER BY id'), [1, 1])
    },
  },
  {
    concept: 'contention',
    name: 'who writes over something newer than what he reads hears of serialization',
    gate: (facts) => gate(facts) && facts.words.contention?.snapshot !== undefined,
    run: async (bench) => {
      const [first, second] = await twoRows(bench)
      const old = await first.begin()
      await old.run(bench.words.contention?.snapshot ?? '')
      assert.deepEqual(await column(old, 'SELECT size FROM items ORDER BY id'), [0, 0])
      await second.run(resize(1))
      worthAnotherTry(await refusal('a write over something newer', () => old.run(resize(1))), 'serialization')
      await old.rollback()
      assert.deepEqual(await column(first, 'SELECT size FROM items ORDER BY id'), [1, 0])
    },
  },
]

async function twoRows(bench: Bench): Promise<readonly [Awaited<ReturnType<Bench['open']>>, Awaited<ReturnType<Bench['open']>>]> {
  const [first, second] = [await bench.open(), await bench.open()]
  await first.run('CREATE TABLE items (id INTEGER PRIMARY KEY, size INTEGER)')
  await first.run('INSERT INTO items (id, size) VALUES (1, 0), (2, 0)')
  return [first, second]
}

/** Whatever the driver's own patience is. */
async function patient({ words }: Bench, transaction: Transaction, seconds: number): Promise<void> {
  for (const text of words.contention?.lockPatience(seconds) ?? []) await transaction.run(text)
}

/** A server that does not say who waits is asked so often and no more: the law holds there too, and catches less. */
const LOOKS = 500

/** Who has not reached the lock when its holder goes would never meet it, and a law about waiting would prove nothing. */
async function waitsOrAnswers({ words }: Bench, observer: Session, answer: Promise<DriverError | undefined>): Promise<Early> {
  const early: { state: Early } = { state: { kind: 'waits' } }
  void answer.then(
    (error) => (early.state = { kind: 'answered', error }),
    // The law itself awaits it, and says what is wrong.
    () => undefined,
  )
  for (let looks = 0; looks < LOOKS; looks++) {
    const waiting = Number(await cell(observer, words.contention?.waiting ?? ''))
    if (waiting > 0 || early.state.kind === 'answered') break
  }
  return early.state
}

type Early = { readonly kind: 'waits' } | { readonly kind: 'answered'; readonly error: DriverError | undefined }

function worthAnotherTry(error: DriverError, reason: DriverReason): void {
  assert.equal(error.reason, reason, error.message)
  assert.equal(error.outcome, 'not-applied', error.message)
  assert.equal(error.retryable, true, `${reason} may succeed later`)
}
