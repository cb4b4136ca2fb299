// Owns: a value as MySQL and MariaDB read it in a text, whatever the session's sql_mode and SET NAMES say.
// Must not know: what it stands for.

import type { SqlValue } from '../model/driver.ts'
import { hex, hexOfText } from './hex.ts'
import { standardLiteral } from './standard-literal.ts'

export function mysqlLiteral(value: SqlValue): string {
  if (value instanceof Uint8Array) return `X'${hex(value)}'`
  // Whether a backslash escapes is a setting, and so is what the bytes beyond ASCII mean. Neither holds between X and its end.
  if (typeof value === 'string' && /[\\\u0080-\uffff]/.test(value) && !value.includes('\0')) return `_utf8mb4 X'${hexOfText(value)}'`
  return standardLiteral(value, ['TRUE', 'FALSE'])
}
