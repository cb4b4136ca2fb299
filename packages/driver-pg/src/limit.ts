// Owns: an end to waiting.
// Must not know: for what.

import { refusal } from './refusal.ts'

export interface Limit {
  readonly ms: number
  readonly signal: AbortSignal | undefined
}

/**
 * What `work` gives, unless the time is over or the signal comes first: then `late` is told, with what comes of the work
 * after all where something does, so that nothing is left lying about.
 */
export function within<T>(work: Promise<T>, { ms, signal }: Limit, why: string, late: (result: T) => void = () => {}): Promise<T> {
  return new Promise((resolve, reject) => {
    const give = (end: () => void): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', cancelled)
      end()
    }
    const giveUp = (error: Error): void => {
      give(() => reject(error))
      work.then(late, () => {})
    }
    const cancelled = (): void => giveUp(refusal('connection', 'Opening the database was cancelled.'))
    const timer = setTimeout(() => giveUp(refusal('connection', why)), ms)
    signal?.addEventListener('abort', cancelled, { once: true })
    work.then(
      (result) => give(() => resolve(result)),
      (error: unknown) => give(() => reject(error)),
    )
  })
}

export function assertNotAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw refusal('connection', 'Opening the database was cancelled.')
}
