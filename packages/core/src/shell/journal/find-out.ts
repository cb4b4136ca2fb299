// Owns: how long a run looks for what became of something that it sent, and which failures leave that in doubt.
// Must not know: what is looked for, where.

import { isDriverError } from '../../model/driver-error.ts'
import { isMigrateError } from '../../model/error.ts'
import type { Context } from '../context/context.ts'

/** How much longer after Ctrl-C, milliseconds: the answer is what the report has to say. */
const PATIENCE_MS = 3000

/** `look` gets a context whose signal comes later than the run's, by a bounded time. `unknown` where it cannot be found out. */
export async function findOut<Found>(context: Context, look: (patient: Context) => Promise<Found>): Promise<Found | 'unknown'> {
  const patience = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  const hurry = (): void => {
    timer = setTimeout(() => patience.abort(), PATIENCE_MS)
  }
  context.signal.addEventListener('abort', hurry, { once: true })
  if (context.signal.aborted) hurry()
  try {
    return await look({ ...context, signal: patience.signal })
  } catch (error) {
    if (leavesDoubt(error)) return 'unknown'
    throw error
  } finally {
    clearTimeout(timer)
    context.signal.removeEventListener('abort', hurry)
  }
}

/** A turn that was not had, or was given up, is no answer either: what was sent before may still take effect. */
function leavesDoubt(error: unknown): boolean {
  return isDriverError(error) || isMigrateError(error, 'TURN_TIMEOUT') || isMigrateError(error, 'ABORTED')
}
