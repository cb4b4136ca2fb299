// Owns: how a value becomes a parameter, and how the server's text becomes a value.
// Must not know: statements, connections, the client's own table of types.

import { assertBindable, type Row, type SqlValue, unbindable } from '@godwit/core/driver'

/** As much of a column's description as is used. */
export interface Field {
  readonly name: string
  readonly dataTypeID: number
}

type Parse = (text: string) => unknown

/**
 * By the number of the type; everything else stays the text that the server wrote: `numeric`, `json`, times, arrays. The
 * client's own table is global and belongs to the application.
 * @see https://github.com/postgres/postgres/blob/master/src/include/catalog/pg_type.dat
 */
const PARSERS: Readonly<Record<number, Parse>> = {
  16: (text) => text === 't',
  17: toBytes,
  20: toInteger,
  21: Number,
  23: Number,
  26: Number,
  700: Number,
  701: Number,
}

/** What a parameter is sent as: text, or bytes as they are. */
export function toParameter(value: SqlValue, index: number): string | Buffer | null {
  assertBindable(value, index)
  switch (typeof value) {
    case 'string':
      if (value.includes('\0')) throw unbindable(index, 'holds a NUL character, which PostgreSQL has no text for')
      return value
    case 'boolean':
      return value ? 'true' : 'false'
    case 'bigint':
    case 'number':
      return String(value)
    default:
      return value === null ? null : Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  }
}

export function toRow(fields: readonly Field[], texts: readonly (string | null)[]): Row {
  return Object.fromEntries(
    fields.map(({ name, dataTypeID }, index) => {
      const text = texts[index] ?? null
      return [name, text === null ? null : (PARSERS[dataTypeID]?.(text) ?? text)]
    }),
  )
}

function toInteger(text: string): number | bigint {
  const number = Number(text)
  return Number.isSafeInteger(number) ? number : BigInt(text)
}

/** Both forms of `bytea_output`: which of them a role has set is its own business. */
function toBytes(text: string): Uint8Array {
  if (text.startsWith('\\x')) return copyOf(Buffer.from(text.slice(2), 'hex'))
  const bytes = text.replace(/\\(\\|[0-7]{3})/g, (_, escaped: string) =>
    escaped === '\\' ? '\\' : String.fromCharCode(parseInt(escaped, 8)),
  )
  return copyOf(Buffer.from(bytes, 'latin1'))
}

/** Not a view: short buffers share one memory, and a `Buffer` prints and compares like nothing else. */
function copyOf(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer)
}
