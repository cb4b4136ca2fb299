// Owns: a value as PostgreSQL reads it in a text.
// Must not know: what it stands for.

import type { SqlValue } from '../model/driver.ts'
import { hex, hexOfText } from './hex.ts'
import { standardLiteral } from './standard-literal.ts'

export function postgresLiteral(value: SqlValue): string {
  if (value instanceof Uint8Array) return `'\\x${hex(value)}'::bytea`
  // The E form reads the same whatever standard_conforming_strings says.
  return typeof value === 'string' && value.includes('\\')
    ? `E${standardLiteral(value.replaceAll('\\', '\\\\'), ['true', 'false'])}`
    : standardLiteral(value, ['true', 'false'])
}

/**
 * The same whatever a script has made of client_encoding, and on databases of every encoding, which an escape is not. For
 * values, not for names: an expression is not cut to the length of a name.
 */
export function postgresValue(value: SqlValue): string {
  if (typeof value !== 'string' || !/[\u0080-\uffff]/.test(value) || value.includes('\0')) return postgresLiteral(value)
  return `convert_from(decode('${hexOfText(value)}', 'hex'), 'UTF8')`
}
