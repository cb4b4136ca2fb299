// Owns: which END closes which block in a stored program of MySQL or MariaDB.
// Must not know: texts, the head of the program.

import type { Shape } from './compound.ts'
import type { TokenKind } from './lexer.ts'

const BLOCKS: ReadonlySet<string> = new Set(['BEGIN', 'IF', 'CASE', 'LOOP', 'REPEAT', 'WHILE', 'FOR'])

/** Words behind which an operand must follow, so that an END there is a column and closes nothing. All are reserved. */
const WANTS_OPERAND: ReadonlySet<string> = new Set(
  (
    'ALL AND AS BETWEEN BINARY BY CASE DISTINCT DIV ELSE EXISTS FROM HAVING IN INTERVAL IS JOIN LIKE MOD NOT ON OR ' +
    'REGEXP RLIKE SELECT THEN USING WHEN WHERE XOR'
  ).split(' '),
)

/** Whether `word` opens a block where a statement may begin. */
export function opensBlock(word: string): boolean {
  return BLOCKS.has(word)
}

export interface Body {
  begin(): void
  feed(kind: TokenKind, word: string): Shape
}

/**
 * IF, CASE, REPEAT are blocks where a statement may begin and functions or expressions elsewhere; BEGIN and END are also
 * names. So the one thing that must be known is whether a statement may begin here: behind `;`, BEGIN, LOOP, REPEAT, a
 * label, the conditions of a handler, DO of a loop, and THEN and ELSE unless they belong to a CASE expression.
 */
export function createBody(): Body {
  /** The blocks that are open, the innermost last. */
  const blocks: string[] = []
  let position: 'statement' | 'label' | 'inside' = 'statement'
  let expressions = 0
  let header: 'none' | 'loop' | 'until' = 'none'
  let handler: 'none' | 'declare' | 'handler' | 'condition' | 'comma' = 'none'
  let previous = ''
  let previousKind: TokenKind = 'semicolon'

  const shape = (): Shape => (blocks.length > 0 ? 'body' : 'closed')

  const close = (): Shape => {
    blocks.pop()
    header = 'none'
    position = 'inside'
    return shape()
  }

  const statement = (kind: TokenKind, word: string): Shape => {
    position = kind === 'word' || kind === 'name' ? 'label' : 'inside'
    if (kind !== 'word') return blocks.length > 0 || kind === 'name' ? 'body' : 'plain'
    if (word === 'END') return close()
    if (BLOCKS.has(word)) {
      blocks.push(word)
      position = word === 'BEGIN' || word === 'LOOP' || word === 'REPEAT' ? 'statement' : 'inside'
      if (word === 'WHILE' || word === 'FOR') header = 'loop'
      return 'body'
    }
    if (word === 'ELSE' || (word === 'ATOMIC' && previous === 'BEGIN')) position = 'statement'
    else if (word === 'UNTIL') header = 'until'
    else if (word === 'DECLARE') handler = 'declare'
    return blocks.length > 0 ? 'body' : 'undecided'
  }

  const inside = (kind: TokenKind, word: string): Shape => {
    if (position === 'label') {
      position = word === ':' ? 'statement' : 'inside'
      if (word === ':') return 'body'
      if (blocks.length === 0) return 'plain'
    }
    if (kind !== 'word' || previous === '.') return shape()
    switch (word) {
      case 'CASE':
        // The second word of END CASE too, until the semicolon that must follow.
        expressions++
        break
      case 'END':
        if (isName()) break
        if (expressions > 0) expressions--
        else if (header === 'until') return close()
        break
      case 'THEN':
      case 'ELSE':
        if (expressions === 0) position = 'statement'
        break
      case 'DO':
        if (header === 'loop') {
          header = 'none'
          position = 'statement'
        }
        break
      case 'HANDLER':
        if (handler === 'declare') handler = 'handler'
        break
      case 'FOR':
        if (handler === 'handler') handler = 'condition'
        break
    }
    return shape()
  }

  const isName = (): boolean =>
    previousKind === 'word' ? WANTS_OPERAND.has(previous) : previousKind === 'operator' || previousKind === 'open'

  /** HANDLER FOR SQLSTATE VALUE '42000', NOT FOUND, 1051 statement. */
  const condition = (kind: TokenKind, word: string): Shape => {
    if (handler === 'condition') {
      if (word !== 'SQLSTATE' && word !== 'NOT' && !(word === 'VALUE' && previous === 'SQLSTATE')) handler = 'comma'
      return shape()
    }
    if (word === ',') {
      handler = 'condition'
      return shape()
    }
    handler = 'none'
    return statement(kind, word)
  }

  const step = (kind: TokenKind, word: string): Shape => {
    if (kind === 'semicolon') {
      position = 'statement'
      expressions = 0
      header = 'none'
      handler = 'none'
      return shape()
    }
    if (handler === 'condition' || handler === 'comma') return condition(kind, word)
    return position === 'statement' ? statement(kind, word) : inside(kind, word)
  }

  return {
    begin: () => {
      blocks.length = 0
      position = 'statement'
      expressions = 0
      header = 'none'
      handler = 'none'
      previous = ''
      previousKind = 'semicolon'
    },
    feed: (kind, word) => {
      const result = step(kind, word)
      // COLLATE binary, CHARACTER SET binary: here it is a name and wants nothing.
      previous = word === 'BINARY' && (previous === 'COLLATE' || previous === 'SET') ? '' : word
      previousKind = kind
      return result
    },
  }
}
