// Owns: whether a statement makes the session another user or role: what core writes behind it would be his.
// Must not know: what is done about it.

import type { DialectFamily } from '../../model/dialect.ts'
import type { Statement } from '../../model/statement.ts'
import { firstWord, wordsOf } from '../lexing/words.ts'

/** On PostgreSQL alone: a role of MySQL takes nothing from what its user may do, and SQLite has none. */
export function changesUser(statement: Statement, family: DialectFamily): boolean {
  if (family !== 'postgres') return false
  switch (firstWord(statement)) {
    case 'SET':
    case 'RESET':
      return isUser(wordsOf(statement, 4).slice(1))
    case 'SELECT':
      return /\bset_config\s*\(\s*'(?:role|session_authorization)'/i.test(statement.text)
    default:
      return false
  }
}

/** `SET SESSION ROLE …` too, and `SET LOCAL SESSION AUTHORIZATION …`. */
function isUser([first = '', second = '', third = '']: readonly string[]): boolean {
  const scoped = first === 'LOCAL' || (first === 'SESSION' && second !== 'AUTHORIZATION')
  const [name, next] = scoped ? [second, third] : [first, second]
  return name === 'ROLE' || name === 'SESSION_AUTHORIZATION' || (name === 'SESSION' && next === 'AUTHORIZATION')
}
