// Owns: a value as PostgreSQL reads it in a text.
// Must not know: what it stands for.

import type { SqlValue } from '../model/driver.ts'
import { standardLiteral } from './standard-literal.ts'

export function postgresLiteral(value: SqlValue): string {
  if (value instanceof Uint8Array) return `'\\x${Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join('')}'::bytea`
  // The E form reads the same whatever standard_conforming_strings says.
  return typeof value === 'string' && value.includes('\\')
    ? `E${standardLiteral(value.replaceAll('\\', '\\\\'), ['true', 'false'])}`
    : standardLiteral(value, ['true', 'false'])
}
