// Owns: doing again what the database refused because of somebody else, and of which nothing stayed.
// Must not know: what is done.

import { isDriverError } from '@godwit/core'

declare function setTimeout(work: () => void, ms: number): unknown

const LONGEST_PAUSE_MS = 50

/**
 * Deadlocks, serialization failures, a file that is locked: whoever gets in the way of another is told so at once, and a little
 * later it works. Random, so that two do not meet again. Rejects with the last refusal once `patienceMs` are over, and at once
 * with everything else: of a connection that was lost, nobody knows what became.
 */
export async function insist<Result>(patienceMs: number, work: () => Promise<Result>): Promise<Result> {
  const deadline = Date.now() + patienceMs
  for (let longest = 2; ; longest = Math.min(2 * longest, LONGEST_PAUSE_MS)) {
    try {
      return await work()
    } catch (error) {
      if (!isDriverError(error) || !error.retryable || error.outcome !== 'not-applied' || Date.now() > deadline) throw error
    }
    await new Promise<void>((resolve) => setTimeout(resolve, 1 + Math.random() * longest))
  }
}
