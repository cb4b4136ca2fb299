// Owns: what is said where a session was to be opened and its caller no longer wants it.
// Must not know: who cancels, how a session is opened.

import { DriverError } from './driver-error.ts'

export function openingCancelled(): DriverError {
  return new DriverError({ reason: 'connection', message: 'Opening the database was cancelled.', outcome: 'not-applied' })
}

export function assertNotCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw openingCancelled()
}
