// Owns: statements as objects, gathered while a text is walked through.
// Must not know: who walks, where sections of a file begin and end.

import type { Lexis } from '../../model/lexis.ts'
import type { Statement } from '../../model/statement.ts'
import { encodePlain } from './plain-text.ts'
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

/** As `collectStatements`, for a text that was read by a pattern: tokens are looked for when somebody asks. */
export function collectPlain(text: string, file: string | undefined, firstLine: number, lexis: Lexis): StatementCollector {
  const positionOf = positions(text, firstLine)
  const plain = inherited(lexis)
  let statements: Statement[] = []
  return {
    token() {},
    statement(start, end) {
      const { line, column } = positionOf(start)
      // Not `__proto__` in a literal: nine microseconds in a process that has just begun.
      const found = Object.create(plain) as { -readonly [name in keyof Statement]: Statement[name] }
      found.text = text.slice(start, end)
      found.file = file
      found.line = line
      found.column = column
      statements.push(found)
    },
    isOpen: () => false,
    take() {
      const taken = statements
      statements = []
      return taken
    },
  }
}

const plainStatements = new WeakMap<Lexis, object>()

/**
 * What the plain statements of a lexis inherit: their tokens. A getter in each of them would cost ten times the rest of it,
 * and of ten thousand statements nobody may ever ask one.
 */
function inherited(lexis: Lexis): object {
  let prototype = plainStatements.get(lexis)
  if (prototype !== undefined) return prototype
  prototype = {
    get tokens(): readonly string[] {
      return encodePlain((this as unknown as Statement).text, lexis)
        .slice(0, -2)
        .split('\0')
    },
  }
  plainStatements.set(lexis, prototype)
  return prototype
}
