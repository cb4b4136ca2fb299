// Owns: what the driver itself refuses, before the server hears of it.
// Must not know: native errors.

import { DriverError, type DriverReason } from '@godwit/core/driver'

export function refusal(reason: DriverReason, message: string, cause?: unknown): DriverError {
  return new DriverError({ reason, message, outcome: 'not-applied', cause })
}

/** It would become part of that, and be taken back with it. */
export function ownersTransaction(): DriverError {
  return refusal('lock-timeout', 'The connection is shared, and its owner has a transaction open on it.')
}

/** What was sent before may hold or not. */
export function endedByOwner(): DriverError {
  return new DriverError({ reason: 'unknown', message: 'The owner of the connection ended the transaction.', outcome: 'unknown' })
}
