// Owns: what the driver itself refuses, before the server hears of it.
// Must not know: native errors.

import { DriverError, type DriverReason } from '@godwit/core/driver'

export function refusal(reason: DriverReason, message: string, cause?: unknown): DriverError {
  return new DriverError({ reason, message, outcome: 'not-applied', cause })
}
