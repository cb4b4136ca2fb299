// Owns: whether a statement sets something that what core writes behind it must not be under: another user, another clock.
// Must not know: what is done about it.

import type { DialectFamily } from '../../model/dialect.ts'
import type { Statement } from '../../model/statement.ts'
import { firstWord, wordsOf } from '../lexing/words.ts'
import { assignmentsOf } from './set-mysql.ts'

/** What says it once more, after `Dialect.ours`; undefined where the statement sets nothing of that kind. */
export function disturbsOurs(statement: Statement, family: DialectFamily): string | undefined {
  switch (family) {
    case 'postgres':
      return changesUser(statement) ? statement.text : undefined
    case 'mysql':
      return movesClock(statement)
    // Neither users nor a clock that could be set.
    case 'sqlite':
      return undefined
    default:
      return family satisfies never
  }
}

function changesUser(statement: Statement): boolean {
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

/** As every event in the text of a binary log does. A role of MySQL takes nothing from what its user may do. */
function movesClock(statement: Statement): string | undefined {
  if (firstWord(statement) !== 'SET' || !/timestamp/i.test(statement.text)) return undefined
  const words = wordsOf(statement, statement.tokens.length)
  const moved = assignmentsOf(words)?.findLast(({ scope, name }) => scope === 'session' && name === 'TIMESTAMP')
  return moved === undefined ? undefined : `SET timestamp = ${moved.value.join(' ')}`
}
