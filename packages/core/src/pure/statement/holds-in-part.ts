// Owns: which statements, refused by the server, may have done a part of what they say all the same.
// Must not know: errors, how statements are sent and recorded.

import type { Dialect } from '../../model/dialect.ts'
import type { Statement } from '../../model/statement.ts'
import { mysqlMayLeaveOpen, mysqlShares } from './guard-mysql.ts'
import { detachesInSteps } from './guard-postgres.ts'
import { firstWord, wordsOf } from '../lexing/words.ts'
import { touchesUnkept, type Unkept } from './unkept.ts'

/**
 * Of a statement that runs by itself. `others`: it runs statements that commit by themselves, up to the one that failed, or commits in
 * its middle.
 * `pieces`: it goes through several names one by one, or drops what it replaces first; what it has to wait for keeps it from
 * beginning. `rows`: it writes, row by row, what no rollback takes back.
 */
export type Parts = 'none' | 'others' | 'pieces' | 'rows'

export function partsOf(statement: Statement, { family, flavor }: Pick<Dialect, 'family' | 'flavor'>, unkept: Unkept): Parts {
  const first = firstWord(statement)
  switch (family) {
    case 'sqlite':
      return 'none'
    case 'postgres':
      if (first === 'DO') return ENDS_TRANSACTIONS.test(statement.text) ? 'others' : 'none'
      return first === 'CALL' || detachesInSteps(first, statement) ? 'others' : 'none'
    case 'mysql':
      if (touchesUnkept(statement, unkept)) return 'rows'
      if (!mysqlShares(first, statement) && mysqlMayLeaveOpen(first, statement)) return 'others'
      return flavor === 'mariadb' && goesInPieces(first, statement) ? 'pieces' : 'none'
    default:
      return family satisfies never
  }
}

/** Anywhere in a block: the lexer does not look into it. Without such a word the block is one transaction. */
const ENDS_TRANSACTIONS = /\b(?:commit|rollback|call)\b/i

const OF_ACCOUNTS: ReadonlySet<string> = new Set(['USER', 'ROLE'])
/** What goes before the new one is made. */
const DROPPED_FIRST: ReadonlySet<string> = new Set(['TABLE', 'DATABASE', 'SCHEMA', ...OF_ACCOUNTS])

/** MySQL has most of them as a whole since 8.0. */
function goesInPieces(first: string, statement: Statement): boolean {
  const words = wordsOf(statement, statement.tokens.length)
  const several = words.includes(',')
  switch (first) {
    case 'DROP':
      return several || words[1] === 'DATABASE' || words[1] === 'SCHEMA'
    case 'GRANT':
      return words.slice(words.lastIndexOf('TO')).includes(',')
    case 'REVOKE':
      return words.slice(words.lastIndexOf('FROM')).includes(',')
    case 'CREATE':
      return replaces(words) || (several && isOfAccounts(words))
    case 'ALTER':
    case 'RENAME':
      return several && isOfAccounts(words)
    default:
      return false
  }
}

function replaces([, or, replace, kind = '']: readonly string[]): boolean {
  return or === 'OR' && replace === 'REPLACE' && DROPPED_FIRST.has(kind)
}

function isOfAccounts(words: readonly string[]): boolean {
  return words.slice(1, 4).some((word) => OF_ACCOUNTS.has(word))
}
