// Owns: what a follower of statements with a body answers, and which follower a dialect has.
// Must not know: texts, offsets.

import type { Lexis } from '../../model/lexis.ts'
import { followAtomic } from './compound-atomic.ts'
import { followProgram } from './compound-program.ts'
import { followTrigger } from './compound-trigger.ts'
import type { TokenKind } from './lexer.ts'

/** What a semicolon would mean at this point of a statement. */
export type Shape =
  /** Too early to say; it ends the statement. */
  | 'undecided'
  /** It ends the statement, and nothing later can change that: the follower need not be asked again. */
  | 'plain'
  /** It belongs to the body. */
  | 'body'
  /** The body is closed; it ends the statement. */
  | 'closed'
  /** A routine whose body we do not understand: only a `DELIMITER` ends it, where there is one. */
  | 'opaque'
  /** As `opaque`, and dollars quote from here on. */
  | 'external'
  /** Data follows, which no server reads as SQL. */
  | 'copy-from-stdin'

/**
 * Follows one statement after another. `feed` takes every token that means something; `word` is a word in upper case,
 * an operator as it stands, else empty. A semicolon is fed only where it belongs to the body.
 */
export interface Follower {
  begin(): void
  feed(kind: TokenKind, word: string): Shape
}

export function createFollower(lexis: Lexis): Follower {
  switch (lexis.compound) {
    case 'sqlite-trigger':
      return followTrigger()
    case 'begin-atomic':
      return followAtomic()
    case 'stored-program':
      return followProgram()
    default:
      return lexis.compound satisfies never
  }
}
