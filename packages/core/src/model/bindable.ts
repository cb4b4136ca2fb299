// Owns: which values may be sent along with a statement, also where the caller has no types.
// Must not know: clients, what becomes of a value there.

import type { SqlValue } from './driver.ts'
import { DriverError } from './driver-error.ts'

const INT64 = 2n ** 63n

/** Throws `DriverError` on what is no `SqlValue`, and on numbers that no database has. `index` counts from 0. */
export function assertBindable(value: SqlValue, index: number): void {
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'bigint':
      return
    case 'number':
      if (!Number.isFinite(value)) throw unbindable(index, `is ${value}`)
      return
    case 'object':
      if (value !== null && !(value instanceof Uint8Array)) throw unbindable(index, 'is neither a text, a number, bytes nor null')
      return
    // Callers without types.
    default:
      throw unbindable(index, value === undefined ? 'is undefined; NULL is written null' : `is a ${typeof value}`)
  }
}

/** `most`: the first that is too large. Throws `DriverError` on an integer that the engine would cut. */
export function assertFits64(value: bigint, index: number, most: bigint = INT64): void {
  if (value < -INT64 || value >= most) throw unbindable(index, 'does not fit into 64 bits')
}

/** For what one engine or one client cannot take. */
export function unbindable(index: number, why: string): DriverError {
  return new DriverError({ reason: 'unknown', message: `Parameter ${index + 1} cannot be bound: it ${why}.`, outcome: 'not-applied' })
}
