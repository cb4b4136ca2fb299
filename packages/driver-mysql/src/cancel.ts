// Owns: telling a server to stop what one connection is doing.
// Must not know: batches.

import { setTimeout as pause } from 'node:timers/promises'
import type { Facts } from './facts.ts'
import type { Source } from './source.ts'

const AGAIN_MS = 50

/**
 * Cancels whatever the `busy` connection runs until `done` settles, over a connection beside it: between two statements the
 * server forgets what it was told. Never rejects: who cannot cancel waits.
 */
export async function cancelUntil(done: Promise<unknown>, source: Source, busy: Facts): Promise<'told' | 'not told'> {
  const settled = new AbortController()
  const settle = (): void => settled.abort()
  void done.then(settle, settle)
  let told: 'told' | 'not told' = 'not told'
  const loan = await source.beside(settled.signal).catch(() => undefined)
  if (loan === undefined) return told
  let condition: 'clean' | 'broken' = 'clean'
  try {
    // Behind a balancer this may be another node, where the number belongs to somebody else.
    if (loan.facts.server !== busy.server) return told
    while (!settled.signal.aborted) {
      told = 'told'
      await loan.wire.ask(`KILL QUERY ${busy.connection}`)
      await Promise.race([done.catch(() => {}), pause(AGAIN_MS)])
    }
  } catch {
    condition = loan.wire.state === 'alive' ? 'clean' : 'broken'
  } finally {
    await loan.giveBack(condition)
  }
  return told
}
