// Owns: what may become of two writers where only one may write.
// Must not know: which law asks.

import assert from 'node:assert/strict'
import type { Transaction } from '@godwit/core/driver'
import { refusal, verdict } from '../refusal.ts'

/**
 * The second is refused with lock-timeout. Or the server, which lets nobody hold its lock for ever (libSQL's: five seconds
 * while others wait), gives it to the second; then the first has to hear of it at its next word, and nothing of it holds.
 * The second's transaction is rolled back.
 */
export async function secondWriter(
  what: string,
  begin: () => Promise<Transaction>,
  held: Transaction,
): Promise<'second-refused' | 'first-ousted'> {
  let second: Transaction | undefined
  const error = await verdict(what, async () => {
    second = await begin()
  })
  if (error !== undefined) {
    assert.equal(error.reason, 'lock-timeout', `${what}: ${error.message}`)
    assert.equal(error.outcome, 'not-applied', what)
    assert.equal(error.retryable, true, `${what} may succeed later`)
    return 'second-refused'
  }
  const ousted = await refusal(`the first writer's next statement, after ${what} was let in`, () => held.run('SELECT 1'))
  assert.equal(ousted.outcome, 'not-applied', ousted.message)
  assert.equal(ousted.retryable, true, `the first writer may begin again: ${ousted.message}`)
  await refusal(`the first writer's commit, after ${what} was let in`, () => held.commit())
  await held.rollback()
  await second?.rollback()
  return 'first-ousted'
}
