// Owns: parameters written into the text.
// Must not know: connections.

import { assertBindable, assertFits64, mysql, walk, type SqlValue } from '@godwit/core/driver'
import { refusal } from './refusal.ts'

/**
 * `text` with each `?` that stands for a value replaced by it. Not by the client's own way, which takes a `?` inside a string
 * or a comment for one too, and writes backslashes that not every `sql_mode` reads; and not by a prepared statement, which
 * costs a second round trip.
 */
export function bound(text: string, params: readonly SqlValue[]): string {
  if (params.length === 0) return text
  const literals = params.map(toLiteral)
  const places: number[] = []
  const refused = walk(text, mysql.lexis, {
    token(kind, start, end) {
      if (kind === 'operator' && text.slice(start, end) === '?') places.push(start)
    },
    statement() {},
    lineComment() {},
  })
  if (refused !== undefined) throw refusal('syntax', `The statement cannot be read: ${refused.reason}.`)
  if (places.length !== literals.length) {
    throw refusal('unknown', `The statement takes ${places.length} parameters, and ${literals.length} values were given.`)
  }
  let result = ''
  let end = 0
  for (const [index, place] of places.entries()) {
    // Between spaces: SELECT? is SELECT 1, and not SELECT1.
    result += `${text.slice(end, place)} ${literals[index]} `
    end = place + 1
  }
  return result + text.slice(end)
}

function toLiteral(value: SqlValue, index: number): string {
  assertBindable(value, index)
  switch (typeof value) {
    case 'string':
      // In bytes where a backslash, or a NUL, would need an escape, or beyond ASCII: how those are read is a setting.
      return /[\\\0\u0080-\uffff]/.test(value)
        ? `_utf8mb4 X'${Buffer.from(value, 'utf8').toString('hex')}'`
        : `'${value.replaceAll("'", "''")}'`
    case 'boolean':
      return value ? 'TRUE' : 'FALSE'
    case 'bigint':
      // Unsigned ones too.
      assertFits64(value, index, 2n ** 64n)
      return String(value)
    case 'number':
      return String(value)
    default:
      return value === null ? 'NULL' : `X'${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}'`
  }
}
