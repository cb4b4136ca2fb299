// Owns: literals whose form is the same everywhere: null, numbers, strings without escapes.
// Must not know: how a dialect writes bytes, or escapes of its own.

import type { SqlValue } from '../model/driver.ts'

/** Throws `RangeError` on a number that is not finite and on a NUL in text. */
export function standardLiteral(value: Exclude<SqlValue, Uint8Array>, [yes, no]: readonly [string, string]): string {
  switch (typeof value) {
    case 'string':
      if (value.includes('\0')) throw new RangeError('text with a NUL character cannot be written as a literal')
      return value.includes("'") ? `'${value.replaceAll("'", "''")}'` : `'${value}'`
    case 'number':
      if (!Number.isFinite(value)) throw new RangeError(`not a number that SQL can write: ${value}`)
      return String(value)
    case 'bigint':
      return String(value)
    case 'boolean':
      return value ? yes : no
    case 'object':
      return 'NULL'
    default:
      return value satisfies never
  }
}
