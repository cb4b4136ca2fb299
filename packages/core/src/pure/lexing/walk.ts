// Owns: the one loop over a script: where each statement begins and ends, and what cannot be read at all.
// Must not know: what is made of the statements, files, lines.

import type { Lexis } from '../../model/lexis.ts'
import { createFollower, type Shape } from './compound.ts'
import { readDelimiter } from './delimiter.ts'
import { advance, createCursor, type Cursor, type TokenKind } from './lexer.ts'
import { dollarTag } from './literal.ts'
import { restrictionEnd } from './restriction.ts'

/** Where a comment stands: between two statements, in one, or in the body of one. */
export type Surroundings = 'between' | 'statement' | 'body'

/** Told in the order of the text. Offsets are of the text; `end` is behind the last character. */
export interface Visitor {
  /** Every token of a statement, but not white space, comments and the delimiter. */
  token(kind: TokenKind, start: number, end: number): void
  /** The tokens since the last one are a statement; there is at least one. */
  statement(start: number, end: number): void
  lineComment(start: number, end: number, surroundings: Surroundings): void
}

/** `from` is where the statement begins in which it happened. */
export interface Refusal {
  readonly reason: string
  readonly at: number
  readonly from: number
}

const NONE = -1

/** Goes through `text` once. Stops at the first thing that cannot be read, and returns it. */
export function walk(text: string, lexis: Lexis, visitor: Visitor): Refusal | undefined {
  const cursor = createCursor(text, lexis)
  const follower = createFollower(lexis)
  const dollars = cursor.dollars
  /** Of the statement that is being read. */
  let from = NONE
  let codeEnd = 0
  let shape: Shape = 'undecided'
  /** Offsets of the parentheses that are open, kept only where a semicolon may stand between them. */
  const open: number[] = []

  const refuse = (reason: string, at: number): Refusal => ({ reason, at, from: from === NONE ? at : from })
  const end = (): Refusal | undefined => {
    if (cursor.executable === 'inside') return refuse('the statement ends inside an executable comment', cursor.start)
    if (from !== NONE) visitor.statement(from, codeEnd)
    from = NONE
    if (open.length > 0) open.length = 0
    cursor.dollars = dollars
    return undefined
  }

  for (;;) {
    const kind = advance(cursor)
    switch (kind) {
      // The frequent ones first: a switch over texts is a row of comparisons.
      case 'word':
      case 'operator':
      case 'name':
      case 'number':
      case 'string':
        break
      case 'block-comment':
        continue
      case 'line-comment':
        visitor.lineComment(cursor.start, cursor.end, from === NONE ? 'between' : belongsToBody(shape, cursor) ? 'body' : 'statement')
        continue
      case 'executable-open':
      case 'executable-close':
        if (from === NONE) {
          from = cursor.start
          shape = 'undecided'
          follower.begin()
        }
        codeEnd = cursor.end
        visitor.token(kind, cursor.start, cursor.end)
        continue
      case 'delimiter': {
        const refusal = end()
        if (refusal !== undefined) return refusal
        continue
      }
      case 'end': {
        if (from !== NONE && shape === 'body') return refuse('the body of this statement is not closed: its END is missing', from)
        if (open.length > 0) return refuse('a parenthesis is not closed', open.at(-1) ?? cursor.start)
        return end()
      }
      case 'semicolon':
        if (from === NONE) continue
        if (open.length === 0 && !belongsToBody(shape, cursor)) {
          const refusal = end()
          if (refusal !== undefined) return refusal
          continue
        }
        break
      case 'backslash': {
        const restriction = from === NONE && lexis.clientCommands === 'psql' ? restrictionEnd(text, cursor.start) : undefined
        if (restriction !== undefined) {
          cursor.end = restriction
          continue
        }
        return refuse(backslashReason(text, cursor.start, lexis), cursor.start)
      }
      case 'unclosed-string':
        return refuse('a string is not closed', cursor.start)
      case 'unclosed-name':
        return refuse('a quoted name is not closed', cursor.start)
      case 'unclosed-comment':
        return refuse('a comment is not closed', cursor.start)
      case 'unclosed-dollar-quote':
        return refuse(`a dollar-quoted string is not closed: there is no second ${dollarTag(text, cursor.start) ?? '$$'}`, cursor.start)
      case 'open':
        if (lexis.semicolonInParentheses === 'belongs') open.push(cursor.start)
        break
      case 'close':
        if (open.length > 0) open.pop()
        break
      default:
        kind satisfies never
    }
    if (from === NONE) {
      if (kind === 'word' && lexis.clientCommands === 'delimiter' && isDelimiter(text, cursor)) {
        const command = readDelimiter(text, cursor.end)
        if (!command.ok) return refuse(command.reason, cursor.start)
        cursor.delimiter = command.delimiter === ';' ? undefined : command.delimiter
        cursor.delimiterAt = NONE
        cursor.end = command.end
        continue
      }
      if (lexis.clientCommands === 'dot' && kind === 'operator' && text[cursor.start] === '.') {
        return refuse(`${firstWord(text, cursor.start)} is a command of the sqlite3 shell, which the database cannot read`, cursor.start)
      }
      from = cursor.start
      shape = 'undecided'
      follower.begin()
    }
    if (kind !== 'semicolon') codeEnd = cursor.end
    visitor.token(kind, cursor.start, cursor.end)
    if (shape === 'plain') continue
    shape = follower.feed(kind, wordOf(text, kind, cursor))
    if (shape === 'copy-from-stdin') {
      return refuse('COPY … FROM STDIN takes data from a client program, which a migration has not: write INSERT', from)
    }
    if (shape === 'external') cursor.dollars = 'quote'
  }
}

function belongsToBody(shape: Shape, cursor: Cursor): boolean {
  return shape === 'body' || (cursor.delimiter !== undefined && (shape === 'opaque' || shape === 'external'))
}

function wordOf(text: string, kind: TokenKind, cursor: Cursor): string {
  if (kind === 'word') return text.slice(cursor.start, cursor.end).toUpperCase()
  return kind === 'operator' ? text.slice(cursor.start, cursor.end) : ''
}

function isDelimiter(text: string, cursor: Cursor): boolean {
  return cursor.end - cursor.start === 9 && text.slice(cursor.start, cursor.end).toUpperCase() === 'DELIMITER'
}

function backslashReason(text: string, at: number, lexis: Lexis): string {
  const command = firstWord(text, at)
  switch (lexis.clientCommands) {
    case 'psql':
      return `${command} is a command of psql, which the server cannot read`
    case 'delimiter':
      return `${command} is a command of the mysql client, which the server cannot read`
    case 'dot':
      return 'a backslash outside a string is not SQL'
    default:
      return lexis.clientCommands satisfies never
  }
}

/** Up to white space, and short: it goes into a message. */
function firstWord(text: string, at: number): string {
  return /^\S{1,20}/.exec(text.slice(at, at + 20))?.[0] ?? ''
}
