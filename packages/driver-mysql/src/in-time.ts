// Owns: waiting for an answer no longer than allowed.
// Must not know: what is waited for.

import { openingCancelled } from '@godwit/core/driver'
import { refusal } from './refusal.ts'

/** Rejects after `limit` milliseconds, or when `signal` is aborted; what `work` does meanwhile is the caller's to stop. */
export async function inTime<Value>(limit: number, signal: AbortSignal | undefined, work: () => Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  let abort = (): void => {}
  try {
    return await Promise.race([
      work(),
      new Promise<never>((_, reject) => {
        timer = setTimeout(
          () => reject(refusal('connection', `The server did not answer within ${limit} milliseconds.`, 'ETIMEDOUT')),
          limit,
        )
        abort = () => reject(openingCancelled())
        signal?.addEventListener('abort', abort, { once: true })
      }),
    ])
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', abort)
  }
}
