// Owns: how a value becomes an argument, and how a result becomes rows.
// Must not know: statements, clients.

import type { Row, SqlValue } from '@godwit/core/driver'
import type { ResultSet } from './client.ts'
import { refusal } from './refusal.ts'

const INT64 = 2n ** 63n

/**
 * What the client is given for an argument. A whole number goes as `bigint`, because the client binds every `number` as
 * REAL, on all its transports: 1 in a TEXT column would be read back as `1.0`.
 */
export function toArgument(value: SqlValue, index: number): bigint | number | string | Uint8Array | null {
  switch (typeof value) {
    case 'string':
      // The client's native part reads text back up to its first NUL, and says nothing.
      if (value.includes('\0')) throw refused(index, 'holds a NUL character; bytes can be kept as a blob')
      return value
    case 'boolean':
      return value ? 1n : 0n
    case 'bigint':
      if (value < -INT64 || value >= INT64) throw refused(index, 'does not fit into 64 bits')
      return value
    case 'number':
      if (!Number.isFinite(value)) throw refused(index, `is ${value}`)
      return Number.isSafeInteger(value) ? BigInt(value) : value
    case 'object':
      if (value === null || value instanceof Uint8Array) return value
      throw refused(index, 'is neither a text, a number, a blob nor null')
    // Callers without types.
    default:
      throw refused(index, value === undefined ? 'is undefined; NULL is written null' : `is a ${typeof value}`)
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

function refused(index: number, why: string): Error {
  return refusal('unknown', `Parameter ${index + 1} cannot be bound: it ${why}.`)
}
