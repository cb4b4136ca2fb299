// Owns: how a value becomes a parameter, and how a column becomes a value.
// Must not know: statements, connections.

import { assertBindable, assertFits64, type Row, type SqlValue } from '@godwit/core/driver'

/**
 * What better-sqlite3 is given for a parameter. A whole number goes as `bigint`, because the client binds every `number`
 * as REAL: 1 in a TEXT column would be read back as `1.0`.
 */
export function toParameter(value: SqlValue, index: number): unknown {
  assertBindable(value, index)
  switch (typeof value) {
    case 'boolean':
      return value ? 1n : 0n
    case 'bigint':
      assertFits64(value, index)
      return value
    case 'number':
      return Number.isSafeInteger(value) ? BigInt(value) : value
    default:
      return value
  }
}

/** Turns a row read with safe integers into the seam's: `bigint` only beyond 2^53, blobs as plain `Uint8Array`. In place. */
export function toRow(row: unknown): Row {
  const columns = row as Record<string, unknown>
  for (const name in columns) {
    const value = columns[name]
    if (typeof value === 'bigint') {
      const number = Number(value)
      if (Number.isSafeInteger(number)) columns[name] = number
    } else if (value instanceof Uint8Array) {
      columns[name] = new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    }
  }
  return columns
}
