// Owns: an error with something in it changed.
// Must not know: what.

import { DriverError, isDriverError, type DriverErrorInit } from '@godwit/core/driver'

export function but(error: DriverError, init: Partial<DriverErrorInit>): DriverError {
  const { reason, message, outcome, retryable, code, position, at, cause } = error
  return new DriverError({ reason, message, outcome, retryable, code, position, at, cause, ...init })
}

/** Throws it; what is no DriverError stays as it is. */
export function refuse(error: unknown, init: Partial<DriverErrorInit>): never {
  throw isDriverError(error) ? but(error, init) : error
}
