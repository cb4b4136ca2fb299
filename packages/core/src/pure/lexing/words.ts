// Owns: a statement's tokens as keywords and names, for those who must know what a statement is.
// Must not know: which statements anybody looks for.

import type { Statement } from '../../model/statement.ts'

/** Tokens in upper case, without the marks of executable comments: what is between them runs. At most `limit`. */
export function wordsOf(statement: Statement, limit: number): readonly string[] {
  const words: string[] = []
  for (const token of statement.tokens) {
    if (words.length === limit) break
    if (!isMark(token)) words.push(token.toUpperCase())
  }
  return words
}

const WORD = /^[A-Za-z_][\w$\u0080-\uffff]*(?!['\w])/

/** The first word in upper case, or the empty string. */
export function firstWord(statement: Statement): string {
  // Without its tokens, where it can be: nobody may have looked for them yet.
  const word = WORD.exec(statement.text)?.[0]
  if (word !== undefined) return word.toUpperCase()
  for (const token of statement.tokens) if (!isMark(token)) return token.toUpperCase()
  return ''
}

function isMark(token: string): boolean {
  return token === '*/' || token.startsWith('/*')
}

/** What a token names, without its quotes and in lower case; SQLite takes a string for a name too. */
export function nameOf(token: string): string {
  const quote = token.charAt(0)
  switch (quote) {
    case '"':
    case '`':
    case "'":
      return token
        .slice(1, -1)
        .replaceAll(quote + quote, quote)
        .toLowerCase()
    case '[':
      return token.slice(1, -1).toLowerCase()
    default:
      return token.toLowerCase()
  }
}
