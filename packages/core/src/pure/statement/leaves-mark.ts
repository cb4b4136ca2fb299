// Owns: whether a step may leave its connection other than it found it, as far as its words tell.
// Must not know: what is done about it.

import type { DialectFamily } from '../../model/dialect.ts'
import type { Step } from '../../model/plan.ts'
import type { Statement } from '../../model/statement.ts'
import { firstWord, wordsOf } from '../lexing/words.ts'

/** On what: `session`, so that another connection is free of it; `transaction`: another transaction is, or only another connection. */
export type Marked = 'session' | 'transaction'

export function leavesMark(step: Step, family: DialectFamily, on: Marked): boolean {
  switch (step.kind) {
    case 'atomic':
    case 'journaled':
      return step.statements.some((statement) => marks(statement, family, on))
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

/** Of the server, of an account, or of one statement. */
const ELSEWHERE: ReadonlySet<string> = new Set(['GLOBAL', 'PERSIST', 'PERSIST_ONLY', 'PASSWORD', 'STATEMENT'])
/** On PostgreSQL until the end of the transaction. To MySQL LOCAL is another word for SESSION. */
const OF_TRANSACTION: ReadonlySet<string> = new Set(['LOCAL', 'CONSTRAINTS', 'TRANSACTION'])

function marks(statement: Statement, family: DialectFamily, on: Marked): boolean {
  const first = firstWord(statement)
  if (first === 'CREATE') return wordsOf(statement, 5).some((word) => word === 'TEMP' || word === 'TEMPORARY')
  if (first === 'SELECT') return family !== 'sqlite' && /\bset_config\s*\(|@/i.test(statement.text)
  if (first !== 'SET') return MARKS[family].has(first)
  const second = wordsOf(statement, 2)[1] ?? ''
  if (family === 'postgres' && OF_TRANSACTION.has(second)) return on === 'transaction'
  return !ELSEWHERE.has(second)
}
