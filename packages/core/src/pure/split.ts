// Owns: a text as statements, or why it cannot be read.
// Must not know: dialects but through their lexis, what a statement means.

import type { Lexis } from '../model/lexis.ts'
import type { SqlFragment } from '../model/migration.ts'
import type { Place } from '../model/problem.ts'
import type { Statement } from '../model/statement.ts'
import { positions } from './position.ts'
import { walk, type Refusal } from './walk.ts'

export type Splitting =
  | { readonly ok: true; readonly statements: readonly Statement[] }
  /** `reason` is a sentence without a capital and a full stop. `place.text` is the statement up to the end of that line. */
  | { readonly ok: false; readonly reason: string; readonly place: Place }

/**
 * The statements of `script`, in order, each without its delimiter; those that hold nothing but comments vanish. All or
 * nothing: a text that cannot be read to its end gives no statements.
 */
export function split(script: string | SqlFragment, lexis: Lexis): Splitting {
  const { text, file, line } = typeof script === 'string' ? { text: script, file: undefined, line: 1 } : script
  // SQLite would stop here in silence, PostgreSQL cannot be sent it; UTF-16 read as UTF-8 is full of them.
  const nul = text.indexOf('\0')
  if (nul !== -1) return refused(text, file, line, { reason: 'a NUL character: is the text UTF-16, or binary?', at: nul, from: nul })

  const statements: Statement[] = []
  const positionOf = positions(text, line)
  const carriageReturns = text.includes('\r\n')
  let tokens: string[] = []
  let marks = 0
  const refusal = walk(text, lexis, {
    token: (kind, start, end) => {
      if (kind === 'executable-open' || kind === 'executable-close') marks++
      const token = text.slice(start, end)
      tokens.push(carriageReturns && token.includes('\r\n') ? token.replaceAll('\r\n', '\n') : token)
    },
    statement: (start, end) => {
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
    lineComment: () => {},
  })
  return refusal === undefined ? { ok: true, statements } : refused(text, file, line, refusal)
}

function refused(text: string, file: string | undefined, line: number, refusal: Refusal): Splitting {
  const lineFeed = text.indexOf('\n', refusal.at)
  const shown = text.slice(refusal.from, lineFeed === -1 ? text.length : lineFeed).trimEnd()
  return { ok: false, reason: refusal.reason, place: { file, ...positions(text, line)(refusal.at), text: shown } }
}
