// Owns: the comments to the end of a line, for those who look for markers in them.
// Must not know: which markers there are.

import type { Lexis } from '../../model/lexis.ts'
import { positions } from './position.ts'
import { walk, type Surroundings } from './walk.ts'

export interface LineComment {
  /** As written, its `--` or `#` included, without the line's end. */
  readonly text: string
  /** Of its first character in the text. */
  readonly offset: number
  /** Behind its last character. */
  readonly end: number
  /** Both counted from 1. */
  readonly line: number
  readonly column: number
  /** Between two statements, in one that is not closed yet, or in the body of a trigger or routine. */
  readonly surroundings: Surroundings
}

/**
 * Those outside strings, dollar quotes and block comments, in order. Where the text cannot be read to its end, those
 * before that place: whoever splits the text is told the reason there.
 */
export function lineComments(text: string, lexis: Lexis): readonly LineComment[] {
  const comments: LineComment[] = []
  const positionOf = positions(text, 1)
  walk(text, lexis, {
    token: () => {},
    statement: () => {},
    lineComment: (offset, end, surroundings) => {
      const trimmed = text[end - 1] === '\r' ? end - 1 : end
      comments.push({ text: text.slice(offset, trimmed), offset, end: trimmed, ...positionOf(offset), surroundings })
    },
  })
  return comments
}
