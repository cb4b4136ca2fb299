// Owns: where a stored program of MySQL or MariaDB has its body: which statement is one, and what its head holds.
// Must not know: texts, other dialects, what is inside the body (program-body.ts).

import type { Follower, Shape } from './compound.ts'
import type { TokenKind } from './lexer.ts'
import { createBody, opensBlock } from './program-body.ts'

type Kind = 'routine' | 'trigger' | 'event'
type State = 'head' | 'begin' | 'create' | 'definer' | 'header' | 'body' | 'opaque' | 'external'

/** Words that may stand between the parameters of a procedure and its body. */
const CHARACTERISTICS: ReadonlySet<string> = new Set(
  'COMMENT LANGUAGE SQL NOT DETERMINISTIC CONTAINS NO READS MODIFIES DATA SECURITY DEFINER INVOKER'.split(' '),
)

/**
 * @see https://dev.mysql.com/doc/refman/8.4/en/create-procedure.html
 * @see https://mariadb.com/kb/en/using-compound-statements-outside-of-stored-programs/
 */
export function followProgram(): Follower {
  const body = createBody()
  let state: State = 'head'
  let kind: Kind = 'routine'
  let verb: 'create' | 'alter' = 'create'
  let returns: 'procedure' | 'function' = 'procedure'
  let parameters: 'expected' | 'read' = 'expected'
  let parentheses = 0
  let previous = ''

  const enter = (token: TokenKind, word: string): Shape => {
    state = 'body'
    body.begin()
    return body.feed(token, word)
  }

  const header = (token: TokenKind, word: string): Shape => {
    if (token === 'open') parentheses++
    else if (token === 'close' && --parentheses === 0) parameters = 'read'
    if (token === 'open' || token === 'close' || parentheses > 0 || previous === '.' || word === '.') return 'opaque'
    switch (kind) {
      case 'trigger':
        // FOR EACH ROW, then perhaps FOLLOWS or PRECEDES with a name, then the body.
        if (parameters === 'expected') {
          if (word === 'ROW' && previous === 'EACH') parameters = 'read'
          return 'opaque'
        }
        if (word === 'FOLLOWS' || word === 'PRECEDES') return 'opaque'
        return previous === 'FOLLOWS' || previous === 'PRECEDES' ? 'opaque' : enter(token, word)
      case 'event':
        if (word !== 'DO' || previous === 'EVENT' || previous === 'EXISTS' || previous === 'TO') return 'opaque'
        state = 'body'
        body.begin()
        return 'opaque'
      case 'routine':
        if (word === 'SONAME') return 'plain'
        if (word === 'AS' || word === 'IS') {
          state = 'opaque'
          return 'opaque'
        }
        if (parameters === 'expected' || (token !== 'word' && token !== 'name')) return 'opaque'
        if (previous === 'LANGUAGE' && word !== 'SQL') {
          state = 'external'
          return 'external'
        }
        if (returns === 'function') {
          if (word === 'RETURN') return 'plain'
          // A label is the word before the colon; until then it looks like a part of the type.
          return opensBlock(word) ? enter(token, word) : 'opaque'
        }
        return CHARACTERISTICS.has(word) ? 'opaque' : enter(token, word)
      default:
        return kind satisfies never
    }
  }

  const step: Follower['feed'] = (token, word) => {
    switch (state) {
      case 'head':
        if (word === 'CREATE' || word === 'ALTER') {
          state = 'create'
          verb = word === 'ALTER' ? 'alter' : 'create'
        } else if (word === 'BEGIN') state = 'begin'
        else return opensBlock(word) ? enter(token, word) : 'plain'
        return 'undecided'
      case 'begin':
        // BEGIN NOT ATOMIC is a body without a name; BEGIN alone is a transaction.
        if (word !== 'NOT') return 'plain'
        return enter('word', 'BEGIN')
      case 'create':
        if (word === 'OR' || word === 'REPLACE' || word === 'AGGREGATE') return 'undecided'
        if (word === 'DEFINER') state = 'definer'
        else if (verb === 'create' && (word === 'PROCEDURE' || word === 'FUNCTION')) {
          state = 'header'
          returns = word === 'FUNCTION' ? 'function' : 'procedure'
        } else if (word === 'EVENT' || (verb === 'create' && word === 'TRIGGER')) {
          state = 'header'
          kind = word === 'TRIGGER' ? 'trigger' : 'event'
        } else return 'plain'
        return 'undecided'
      case 'definer':
        // = 'user'@'host', = CURRENT_USER(), = role: a user may be called EVENT.
        if (word === '=' || word === '@' || previous === '=' || previous === '@') return 'undecided'
        if (token === 'open' || token === 'close') return 'undecided'
        state = 'create'
        return step(token, word)
      case 'header':
        return header(token, word)
      case 'body':
        return body.feed(token, word)
      case 'opaque':
        return 'opaque'
      case 'external':
        return 'external'
      default:
        return state satisfies never
    }
  }

  return {
    begin: () => {
      state = 'head'
      kind = 'routine'
      parameters = 'expected'
      parentheses = 0
      previous = ''
    },
    feed: (token, word) => {
      const shape = step(token, word)
      previous = word
      // An event may be altered without a body.
      return shape === 'opaque' && state === 'header' && verb === 'alter' ? 'undecided' : shape
    },
  }
}
