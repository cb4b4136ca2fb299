// Owns: a text of plain SQL, taken apart by the runtime's regular expressions. The lexer does the same in ten times the time.
// Must not know: files, markers, what a statement means.

import type { Lexis } from '../../model/lexis.ts'
import { mayBeMarker } from './may-be-marker.ts'
import { plainPattern } from './plain-pattern.ts'
import type { Visitor } from './walk.ts'

/** `end` is behind the last character. A comment among these is one to the end of a line, between two statements. */
export interface PlainPiece {
  readonly kind: 'statement' | 'comment'
  readonly start: number
  readonly end: number
}

/** Matching remembers a place for every word; the runtime has room for so many. */
const LONGEST = 1_000_000

/** Statements and the comments between them, in order; undefined where the text must be given to the lexer. */
export function plainPieces(text: string, lexis: Lexis): readonly PlainPiece[] | undefined {
  const pattern = plainPattern(lexis)
  if (pattern === undefined || text.length > LONGEST || pattern.unusual.test(text)) return undefined
  const { statement } = pattern
  const pieces: PlainPiece[] = []
  let at = 0
  while (at < text.length) {
    statement.lastIndex = at
    const match = statement.exec(text)
    if (match === null) return undefined
    const [whole, before = '', code = '', behind = ''] = match
    if (before.includes('--')) addComments(pieces, before, at)
    if (code !== '') {
      const start = at + before.length
      // A command of the sqlite3 shell, which the lexer refuses.
      if (code.startsWith('.') || hidesMarker(code) || hidesMarker(behind)) return undefined
      pieces.push({ kind: 'statement', start, end: start + code.length })
    }
    at += whole.length
  }
  return pieces
}

/** Whether a comment in a statement may be a marker. Some that are none are let in; none is left out. */
function hidesMarker(text: string): boolean {
  return text.includes('--') && mayBeMarker(text)
}

const COMMENTS = /--[^\n]*|\/\*[^]*?\*\//g

function addComments(pieces: PlainPiece[], gap: string, offset: number): void {
  for (const { 0: comment, index } of gap.matchAll(COMMENTS)) {
    if (comment.startsWith('--')) pieces.push({ kind: 'comment', start: offset + index, end: offset + index + comment.length })
  }
}

/** Tells them to a visitor, each statement as a single token. */
export function recite(pieces: readonly PlainPiece[], visitor: Visitor): undefined {
  for (const { kind, start, end } of pieces) {
    if (kind === 'comment') visitor.lineComment(start, end, 'between')
    else {
      visitor.token('word', start, end)
      visitor.statement(start, end)
    }
  }
}

/** The tokens of a text that has `plainPieces`, as `encodeTokens` writes them. */
export function encodePlain(text: string, lexis: Lexis): string {
  const pattern = plainPattern(lexis)
  if (pattern === undefined) throw new RangeError('not a text that a pattern can read')
  const encoded = text.replace(pattern.token, '$1\0')
  let start = 0
  let end = encoded.length
  while (encoded.charCodeAt(start) === 0) start++
  while (end > start && encoded.charCodeAt(end - 1) === 0) end--
  if (start === end) return ''
  // One is behind the last token, and one behind that for the end.
  const tokens = encoded.slice(start, end + 2)
  return tokens.includes('\r\n') ? tokens.replaceAll('\r\n', '\n') : tokens
}
