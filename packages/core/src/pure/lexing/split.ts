// Owns: a text as statements, or why it cannot be read.
// Must not know: dialects but through their lexis, what a statement means.

import type { Lexis } from '../../model/lexis.ts'
import type { SqlFragment } from '../../model/migration.ts'
import type { Place } from '../../model/problem.ts'
import type { Statement } from '../../model/statement.ts'
import { plainPieces, recite } from './plain-text.ts'
import { positions } from './position.ts'
import { collectPlain, collectStatements } from './statement-collector.ts'
import { walk, type Refusal } from './walk.ts'

/** `pattern`: the whole text is plain SQL, so that its tokens can be had by `encodePlain`. */
export type Reader = 'pattern' | 'lexer'

export type Splitting =
  | { readonly ok: true; readonly statements: readonly Statement[]; readonly by: Reader }
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

  const pieces = plainPieces(text, lexis)
  if (pieces !== undefined) {
    const { token, statement, take } = collectPlain(text, file, line, lexis)
    recite(pieces, { token, statement, lineComment })
    return { ok: true, statements: take(), by: 'pattern' }
  }
  const { token, statement, take } = collectStatements(text, file, line)
  const refusal = walk(text, lexis, { token, statement, lineComment })
  return refusal === undefined ? { ok: true, statements: take(), by: 'lexer' } : refused(text, file, line, refusal)
}

function lineComment(): void {}

function refused(text: string, file: string | undefined, line: number, refusal: Refusal): Splitting {
  const lineFeed = text.indexOf('\n', refusal.at)
  const shown = text.slice(refusal.from, lineFeed === -1 ? text.length : lineFeed).trimEnd()
  return { ok: false, reason: refusal.reason, place: { file, ...positions(text, line)(refusal.at), text: shown } }
}
