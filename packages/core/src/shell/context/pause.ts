// Owns: waiting, and how long to wait next.
// Must not know: what is waited for.

/** Resolves after `ms` milliseconds or when `signal` is aborted, whichever comes first. Never rejects. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end)
    if (signal.aborted) end()
  })
}

const FIRST = 5
const LONGEST = 250

/** Milliseconds before attempt `attempt` (from 0): doubling, spread so that rivals do not meet again. */
export function backoff(attempt: number): number {
  const ceiling = Math.min(LONGEST, FIRST * 2 ** Math.min(attempt, 10))
  return ceiling / 2 + (Math.random() * ceiling) / 2
}
