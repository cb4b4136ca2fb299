// Owns: how a value becomes an argument, and how a result becomes rows.
// Must not know: statements, clients.

import { assertBindable, assertFits64, type Row, type SqlValue, unbindable } from '@godwit/core/driver'
import type { ResultSet } from './client.ts'

/**
 * What the client is given for an argument. A whole number goes as `bigint`, because the client binds every `number` as
 * REAL, on all its transports: 1 in a TEXT column would be read back as `1.0`.
 */
export function toArgument(value: SqlValue, index: number): bigint | number | string | Uint8Array | null {
  assertBindable(value, index)
  switch (typeof value) {
    case 'string':
      // The client's native part reads text back up to its first NUL, and says nothing.
      if (value.includes('\0')) throw unbindable(index, 'holds a NUL character; bytes can be kept as a blob')
      return value
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

/** Plain rows: `bigint` only beyond 2^53, blobs as `Uint8Array`. */
export function toRows({ columns, rows }: ResultSet): Row[] {
  return rows.map((row) => Object.fromEntries(columns.map((name, index) => [name, toValue(row[index])])))
}

function toValue(value: unknown): unknown {
  if (value instanceof ArrayBuffer) return new Uint8Array(value)
  if (typeof value !== 'bigint') return value
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}
