// Owns: a script turned into statements, once.
// Must not know: histories, targets.

import type { Lexis } from '../../model/lexis.ts'
import type { SqlFragment, SqlScript } from '../../model/migration.ts'
import type { Place } from '../../model/problem.ts'
import type { Statement } from '../../model/statement.ts'
import { checksumOfTokens, encodeTokens, rawChecksum } from './checksum.ts'
import { keptStatements } from '../lexing/kept-statements.ts'
import { encodePlain } from '../lexing/plain-text.ts'
import { split } from '../lexing/split.ts'

export type Compiled =
  | { readonly ok: true; readonly statements: readonly Statement[]; readonly checksum: string }
  | { readonly ok: false; readonly reason: string; readonly place: Place }

export function compile(script: SqlScript, lexis: Lexis): Compiled {
  const statements: Statement[] = []
  let tokens = ''
  for (const piece of script) {
    const kept = keptStatements(piece, lexis)
    const splitting = kept === undefined ? split(piece, lexis) : ({ ok: true, ...kept } as const)
    if (!splitting.ok) return splitting
    tokens += splitting.by === 'pattern' ? encodePlain(textOf(piece), lexis) : encodeTokens(splitting.statements)
    for (const statement of splitting.statements) statements.push(statement)
  }
  return { ok: true, statements, checksum: checksumOfTokens(tokens) }
}

export function textsOf(script: SqlScript): readonly string[] {
  return script.map(textOf)
}

function textOf(piece: string | SqlFragment): string {
  return typeof piece === 'string' ? piece : piece.text
}

export function rawChecksumOf(script: SqlScript): string {
  return rawChecksum(textsOf(script))
}

/** Code has no text to look at: its revision is its checksum. */
export function codeChecksum(revision: string): string {
  return `revision:${revision}`
}

/** In a row that a person wrote. Accepted, with a warning. */
export const MANUAL = 'manual'
