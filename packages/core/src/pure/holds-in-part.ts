// Owns: which statements, refused by the server, may have done a part of what they say all the same.
// Must not know: errors, how statements are sent and recorded.

import type { Dialect } from '../model/dialect.ts'
import type { Statement } from '../model/statement.ts'
import { mysqlMayLeaveOpen, mysqlShares } from './guard-mysql.ts'
import { firstWord, wordsOf } from './words.ts'

/**
 * Of a statement that runs by itself. `others`: it runs statements that commit by themselves, up to the one that failed.
 * `names`: it goes through several names, one by one; what is in its way as a whole keeps it from beginning.
 */
export type Parts = 'none' | 'others' | 'names'

export function partsOf(statement: Statement, { family, flavor }: Pick<Dialect, 'family' | 'flavor'>): Parts {
  const first = firstWord(statement)
  switch (family) {
    case 'sqlite':
      return 'none'
    case 'postgres':
      return first === 'CALL' || (first === 'DO' && ENDS_TRANSACTIONS.test(statement.text)) ? 'others' : 'none'
    case 'mysql':
      if (!mysqlShares(first, statement) && mysqlMayLeaveOpen(first, statement)) return 'others'
      return flavor === 'mariadb' && namesSeveral(first, statement) ? 'names' : 'none'
    default:
      return family satisfies never
  }
}

/** Anywhere in a block: the lexer does not look into it. Without such a word the block is one transaction. */
const ENDS_TRANSACTIONS = /\b(?:commit|rollback|call)\b/i

const OF_ACCOUNTS: ReadonlySet<string> = new Set(['USER', 'ROLE'])

/** MySQL has them as a whole since 8.0. */
function namesSeveral(first: string, statement: Statement): boolean {
  const words = wordsOf(statement, statement.tokens.length)
  switch (first) {
    case 'DROP':
      return words.includes(',')
    case 'GRANT':
      return words.slice(words.lastIndexOf('TO')).includes(',')
    case 'REVOKE':
      return words.slice(words.lastIndexOf('FROM')).includes(',')
    case 'ALTER':
    case 'CREATE':
    case 'RENAME':
      return words.slice(1, 4).some((word) => OF_ACCOUNTS.has(word)) && words.includes(',')
    default:
      return false
  }
}
