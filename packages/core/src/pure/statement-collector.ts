// Owns: statements as objects, gathered while a text is walked through.
// Must not know: who walks, where sections of a file begin and end.

import type { Statement } from '../model/statement.ts'
import { positions } from './position.ts'
import type { Visitor } from './walk.ts'

export interface StatementCollector extends Pick<Visitor, 'token' | 'statement'> {
  /** Whether a statement has begun and not ended. */
  isOpen(): boolean
  /** Those that ended since the last call. */
  take(): readonly Statement[]
}

/** `line` is that of the text's first character in `file`. */
export function collectStatements(text: string, file: string | undefined, line: number): StatementCollector {
  const positionOf = positions(text, line)
  const carriageReturns = text.includes('\r\n')
  let statements: Statement[] = []
  let tokens: string[] = []
  let marks = 0
  return {
    token(kind, start, end) {
      if (kind === 'executable-open' || kind === 'executable-close') marks++
      const token = text.slice(start, end)
      tokens.push(carriageReturns && token.includes('\r\n') ? token.replaceAll('\r\n', '\n') : token)
    },
    statement(start, end) {
      while (tokens.at(-1) === ';') tokens.pop()
      // An executable comment with nothing in it is a comment: MySQL answers "query was empty".
      if (tokens.length > marks) {
        const position = positionOf(start)
        // Written out: spreading into a literal costs more than all the rest of this line.
        statements.push({ text: text.slice(start, end), file, line: position.line, column: position.column, tokens })
      }
      tokens = []
      marks = 0
    },
    isOpen: () => tokens.length > 0,
    take() {
      const taken = statements
      statements = []
      return taken
    },
  }
}
