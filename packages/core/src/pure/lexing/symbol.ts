// Owns: where words, numbers and operators end. Each function returns the offset behind the end.
// Must not know: quotes, comments, what a word means.

import { OPERATOR_PART, WORD_PART } from './lexical-table.ts'

const DASH = 0x2d
const DOT = 0x2e
const PLUS = 0x2b
const SLASH = 0x2f
const STAR = 0x2a
const DOLLAR = 0x24
/** An operator of PostgreSQL may end with + or - only if it holds one of these. */
const ALLOWS_SIGN_AT_END = '~!@#^&|`?%'

export function wordEnd(text: string, from: number, entries: Uint8Array): number {
  let at = from
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < 128 && ((entries[code] ?? 0) & WORD_PART) === 0) break
  }
  return at
}

/**
 * Takes `1`, `1.5`, `.5`, `1.`, `1.5e-3`, `0x1F`, `1_000`, and names of MySQL that begin with a digit. Not the dots of
 * `1..10`, which is a range, and not the dollar of `1$$…$$` where dollars quote.
 */
export function numberEnd(text: string, from: number, dollars: 'word' | 'quote'): number {
  let decimal: 'whole' | 'fraction' | 'other' = 'whole'
  let at = from
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (isDigit(code) || code === 0x5f) continue
    if (code === DOT) {
      if (decimal !== 'whole' || text.charCodeAt(at + 1) === DOT) break
      decimal = 'fraction'
    } else if (decimal !== 'other' && (code | 0x20) === 0x65 && at > from) {
      const sign = text.charCodeAt(at + 1)
      if ((sign === PLUS || sign === DASH) && isDigit(text.charCodeAt(at + 2))) at++
      decimal = 'other'
    } else if (isLetter(code) || (code === DOLLAR && dollars === 'word')) {
      decimal = 'other'
    } else break
  }
  return at
}

/** The longest of `operators` that stands at `from`, or a single character. */
export function operatorEnd(text: string, from: number, operators: readonly string[]): number {
  for (const operator of operators) if (text.startsWith(operator, from)) return from + operator.length
  return from + 1
}

/**
 * A run of operator characters, up to a comment.
 * @see https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-OPERATORS
 */
export function userOperatorEnd(text: string, from: number, entries: Uint8Array): number {
  let end = from
  let signAtEnd = false
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end)
    if (code >= 128 || ((entries[code] ?? 0) & OPERATOR_PART) === 0) break
    const next = text.charCodeAt(end + 1)
    if ((code === DASH && next === DASH) || (code === SLASH && next === STAR)) break
    signAtEnd ||= ALLOWS_SIGN_AT_END.includes(text.charAt(end))
  }
  if (!signAtEnd) {
    while (end > from + 1 && (text.charCodeAt(end - 1) === PLUS || text.charCodeAt(end - 1) === DASH)) end--
  }
  return end
}

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

function isLetter(code: number): boolean {
  return code >= 128 || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a)
}
