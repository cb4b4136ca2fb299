// Owns: whether a step may leave its connection other than it found it, as far as its words tell.
// Must not know: what is done about it.

import type { DialectFamily } from '../../model/dialect.ts'
import type { Step } from '../../model/plan.ts'
import type { Statement } from '../../model/statement.ts'
import { firstWord, wordsOf } from '../lexing/words.ts'

export function leavesMark(step: Step, family: DialectFamily): boolean {
  switch (step.kind) {
    case 'atomic':
    case 'journaled':
      return step.statements.some((statement) => marks(statement, family))
    case 'record':
      return false
    // What a function sends is not known before it runs, and what it sends over the client's own handle not even then.
    case 'code':
    case 'steps':
      return true
    default:
      return step satisfies never
  }
}

/** What every session has of its own, by the first word of the statement that changes it. */
const MARKS: Readonly<Record<DialectFamily, ReadonlySet<string>>> = {
  sqlite: new Set(['PRAGMA', 'ATTACH', 'DETACH']),
  postgres: new Set(['SET', 'RESET', 'DISCARD', 'LISTEN', 'LOAD', 'PREPARE']),
  mysql: new Set(['SET', 'USE', 'PREPARE']),
}

/** Of the server, of an account, or until the end of the transaction. */
const ELSEWHERE: ReadonlySet<string> = new Set(['LOCAL', 'CONSTRAINTS', 'GLOBAL', 'PERSIST', 'PERSIST_ONLY', 'PASSWORD', 'STATEMENT'])

function marks(statement: Statement, family: DialectFamily): boolean {
  const first = firstWord(statement)
  if (first === 'CREATE') return wordsOf(statement, 5).some((word) => word === 'TEMP' || word === 'TEMPORARY')
  if (first === 'SELECT') return family !== 'sqlite' && /\bset_config\s*\(|@/i.test(statement.text)
  if (first !== 'SET') return MARKS[family].has(first)
  return !ELSEWHERE.has(wordsOf(statement, 2)[1] ?? '')
}
