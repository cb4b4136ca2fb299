// Owns: what a new session of PostgreSQL must be told before a script goes on in it.
// Must not know: other dialects.

import type { Statement } from '../../model/statement.ts'
import type { Continuation, LostValue } from './continuation.ts'
import { firstWord, wordsOf } from '../lexing/words.ts'

/** What is prepared, temporary or locked is missed aloud. */
export function continuationOnPostgres(statements: readonly Statement[], from: number): Continuation {
  const again: Statement[] = []
  const lost: LostValue[] = []
  const neededBy = statements[from]
  for (const [n, statement] of statements.slice(0, from).entries()) {
    const said = saying(statement)
    if (said === 'again') again.push(statement)
    else if (said === 'computed' && neededBy !== undefined) lost.push({ name: 'set_config(…)', n, neededBy })
  }
  return { again, lost }
}

const OF_NO_SESSION: ReadonlySet<string> = new Set(['LOCAL', 'CONSTRAINTS', 'TRANSACTION', 'CLUSTER'])

/** `computed`: it set something to what cannot be told from the words. */
function saying(statement: Statement): 'again' | 'computed' | 'nothing' {
  switch (firstWord(statement)) {
    case 'SET':
      return OF_NO_SESSION.has(wordsOf(statement, 2)[1] ?? '') ? 'nothing' : 'again'
    case 'RESET':
    case 'DISCARD':
    case 'USE':
      return 'again'
    case 'CREATE':
    case 'ALTER':
      return 'nothing'
    default:
      return /set_config/i.test(statement.text) ? configuring(wordsOf(statement, statement.tokens.length)) : 'nothing'
  }
}

const CALL = String.raw`(?:PG_CATALOG \. )?SET_CONFIG \( '[^']*' , '[^']*' , (?:TRUE|FALSE) \)`
const ONLY_CALLS = new RegExp(`^SELECT ${CALL}(?: , ${CALL})*$`)

/** With `true` behind it, it is gone with its transaction. */
function configuring(words: readonly string[]): 'again' | 'computed' | 'nothing' {
  const calls = words.flatMap((word, at) => (word === 'SET_CONFIG' && words[at + 1] === '(' ? [closeOf(words, at + 1)] : []))
  if (calls.every((close) => words[close - 2] === ',' && words[close - 1] === 'TRUE')) return 'nothing'
  return ONLY_CALLS.test(words.join(' ')) ? 'again' : 'computed'
}

function closeOf(words: readonly string[], open: number): number {
  let depth = 0
  for (let at = open; at < words.length; at++) {
    if (words[at] === '(') depth++
    else if (words[at] === ')' && --depth === 0) return at
  }
  return words.length
}
