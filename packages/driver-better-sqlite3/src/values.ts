// Owns: how a value becomes a parameter, and how a column becomes a value.
// Must not know: statements, connections.

import type { Row, SqlValue } from '@godwit/core/driver'
import { refusal } from './errors.ts'

const INT64 = 2n ** 63n

/**
 * What better-sqlite3 is given for a parameter. A whole number goes as `bigint`, because the client binds every `number`
 * as REAL: 1 in a TEXT column would be read back as `1.0`.
 */
export function toParameter(value: SqlValue, index: number): unknown {
  switch (typeof value) {
    case 'string':
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

function refused(index: number, why: string): Error {
  return refusal('unknown', `Parameter ${index + 1} cannot be bound: it ${why}.`)
}
