// Owns: a value as MySQL and MariaDB read it in a text.
// Must not know: what it stands for.

import type { SqlValue } from '../model/driver.ts'
import { standardLiteral } from './standard-literal.ts'

export function mysqlLiteral(value: SqlValue): string {
  return value instanceof Uint8Array
    ? `X'${Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join('')}'`
    : standardLiteral(typeof value === 'string' ? value.replaceAll('\\', '\\\\') : value, ['TRUE', 'FALSE'])
}
