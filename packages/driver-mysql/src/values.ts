// Owns: how a column's value is read.
// Must not know: statements, connections.

import type { Row } from '@godwit/core/driver'
import type { Field, RawValue } from './client.ts'

/**
 * What the client is told to make of a value, whatever the configuration of its connection: integers are `number` up to
 * 2^53 and `bigint` beyond, DECIMAL, dates, times and JSON are text as the server writes them, bytes are `Uint8Array`.
 */
export function readValue(value: RawValue, next: () => unknown): unknown {
  if (value.extendedFormat === 'json') return value.string('utf8')
  switch (value.type) {
    case 'TINY':
    case 'SHORT':
    case 'INT24':
    case 'LONG':
    case 'LONGLONG':
    case 'YEAR':
      return integer(value.string('ascii'))
    case 'FLOAT':
    case 'DOUBLE':
      return float(value.string('ascii'))
    case 'DECIMAL':
    case 'NEWDECIMAL':
    case 'DATE':
    case 'NEWDATE':
    case 'TIME':
    case 'DATETIME':
    case 'TIMESTAMP':
      return value.string('ascii')
    case 'JSON':
      return value.string('utf8')
    case 'BIT':
      return bits(value.buffer())
    case 'GEOMETRY':
    case 'VECTOR':
      return bytes(value.buffer())
    default:
      // Text or bytes: only the client sees the character set that tells them apart.
      return bytes(next())
  }
}

/** `columns`: in their order; of two with one name the last one stays, as everywhere. */
export function toRow(columns: readonly Field[], values: readonly unknown[]): Row {
  return Object.fromEntries(columns.map(({ name }, index) => [name, values[index]]))
}

function integer(text: string | null): number | bigint | null {
  if (text === null) return null
  const number = Number(text)
  return Number.isSafeInteger(number) ? number : BigInt(text)
}

function float(text: string | null): number | null {
  return text === null ? null : Number(text)
}

function bits(value: Uint8Array | null): number | bigint | null {
  if (value === null) return null
  const number = value.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)
  return number <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(number) : number
}

/** A copy: the client's buffer is a window into the whole message, and a `Buffer` is not compared like an array. */
function bytes(value: unknown): unknown {
  return value instanceof Uint8Array ? new Uint8Array(value) : value
}
