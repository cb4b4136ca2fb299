// Owns: an end to waiting.
// Must not know: for what.

import { openingCancelled } from '@godwit/core/driver'
import { refusal } from './refusal.ts'

export interface Limit {
  readonly ms: number
  readonly signal: AbortSignal | undefined
}

/**
 * What `work` gives, unless the time is over or the signal comes first: then `late` is told, with what comes of the work
 * after all where something does, so that nothing is left lying about.
 */
export async function within<T>(work: Promise<T>, { ms, signal }: Limit, why: string, late: (result: T) => void = () => {}): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  let cancelled = (): void => {}
  const over = new Promise<never>((_, reject) => {
    cancelled = () => reject(openingCancelled())
    timer = setTimeout(() => reject(refusal('connection', why)), ms)
    signal?.addEventListener('abort', cancelled, { once: true })
  })
  try {
    return await Promise.race([work, over])
  } catch (error) {
    // Where the work itself failed, nothing comes of it any more.
    void work.then(late, () => {})
    throw error
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', cancelled)
  }
}
