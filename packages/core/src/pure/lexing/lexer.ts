// Owns: the next token of a text, whatever the dialect.
// Must not know: statements. Where they end is found in walk.ts.

import type { Lexis } from '../../model/lexis.ts'
import { CLASS, CLASS_MASK, lexicalTable, type LexicalTable } from './lexical-table.ts'
import {
  blockCommentEnd,
  bracketedEnd,
  dollarQuotedEnd,
  dollarTag,
  escapedEnd,
  executableMark,
  lineCommentEnd,
  nestedCommentEnd,
  quotedEnd,
} from './literal.ts'
import { isDigit, numberEnd, operatorEnd, userOperatorEnd, wordEnd } from './symbol.ts'

export type TokenKind =
  | 'end'
  | 'line-comment'
  | 'block-comment'
  /** An unquoted name or a keyword. */
  | 'word'
  /** A quoted name. */
  | 'name'
  | 'number'
  | 'string'
  | 'operator'
  | 'open'
  | 'close'
  | 'semicolon'
  /** The text that a `DELIMITER` command has set. */
  | 'delimiter'
  /** The mark that opens an executable comment, with its version; what follows is code. */
  | 'executable-open'
  | 'executable-close'
  | 'backslash'
  /** Something opened here has no end. The token reaches to the end of the text. */
  | 'unclosed-string'
  | 'unclosed-name'
  | 'unclosed-comment'
  | 'unclosed-dollar-quote'

/** A place in a text. The last token is `text.slice(start, end)`. Changed by `advance` only, but for `delimiter`. */
export interface Cursor {
  readonly text: string
  readonly table: LexicalTable
  /** Of the last token, or that there was white space behind it. */
  kind: TokenKind | 'space'
  start: number
  end: number
  /** What ends a statement besides a semicolon, once a `DELIMITER` command was read. */
  delimiter: string | undefined
  /** Where `delimiter` stands next, so that no word swallows it. */
  delimiterAt: number
  /** Whether dollars quote here. */
  dollars: 'word' | 'quote'
  /** Between the marks of an executable comment. */
  executable: 'inside' | 'outside'
  /** A string of PostgreSQL goes on in the next one and keeps its escapes: `E'a'`, a line end, `'b\'c'`. */
  escapes: 'continue' | 'none'
}

export function createCursor(text: string, lexis: Lexis): Cursor {
  return {
    text,
    table: lexicalTable(lexis),
    kind: 'space',
    start: 0,
    end: 0,
    delimiter: undefined,
    delimiterAt: -1,
    dollars: lexis.dollarQuotes === 'always' ? 'quote' : 'word',
    executable: 'outside',
    escapes: 'none',
  }
}

/**
 * Reads the next token into `cursor` and returns its kind. At the end of the text it is `end`, again and again. White space
 * is half of all there is, and a process that has just begun runs every line of this slowly: so it is no token.
 */
export function advance(cursor: Cursor): TokenKind {
  const start = spaceEnd(cursor)
  if (start > cursor.end) cursor.kind = 'space'
  cursor.start = start
  if (start >= cursor.text.length) {
    cursor.end = start
    return (cursor.kind = 'end')
  }
  if (cursor.delimiter !== undefined && delimiterIsAt(cursor, cursor.delimiter)) {
    cursor.end = start + cursor.delimiter.length
    return (cursor.kind = 'delimiter')
  }
  const kind = scan(cursor, start)
  if (kind !== 'line-comment' && !(kind === 'string' && cursor.escapes === 'continue')) cursor.escapes = 'none'
  if (cursor.delimiter !== undefined && (kind === 'word' || kind === 'number' || kind === 'operator')) {
    if (cursor.delimiterAt < cursor.end) cursor.end = cursor.delimiterAt
  }
  return (cursor.kind = kind)
}

/** The mysql client finds its delimiter anywhere outside quotes and comments, in the middle of a word too: `END$$`. */
function delimiterIsAt(cursor: Cursor, delimiter: string): boolean {
  if (cursor.delimiterAt < cursor.start) {
    const at = cursor.text.indexOf(delimiter, cursor.start)
    cursor.delimiterAt = at === -1 ? Number.POSITIVE_INFINITY : at
  }
  return cursor.delimiterAt === cursor.start
}

function scan(cursor: Cursor, start: number): TokenKind {
  const { text, table } = cursor
  const { entries, lexis } = table
  const code = text.charCodeAt(start)
  const next = text.charCodeAt(start + 1)
  switch (code < 128 ? (entries[code] ?? 0) & CLASS_MASK : CLASS.letter) {
    case CLASS.letter:
      cursor.end = wordEnd(text, start + 1, entries)
      return 'word'
    case CLASS.prefix: {
      if (next === 0x27 /* ' */ && (code | 0x20) !== 0x75) return string(cursor, start + 2, "'", (code | 0x20) === 0x65)
      if ((code | 0x20) === 0x75 /* u */ && next === 0x26 /* & */) {
        const quote = text.charAt(start + 2)
        if (quote === "'") return string(cursor, start + 3, quote, false)
        if (quote === '"') return closed(cursor, quotedEnd(text, start + 3, quote), 'name', 'unclosed-name')
      }
      cursor.end = wordEnd(text, start + 1, entries)
      return 'word'
    }
    case CLASS.digit:
      cursor.end = numberEnd(text, start, cursor.dollars)
      return lexis.namesBeginWith === 'letter' || NUMBER.test(text.slice(start, cursor.end)) ? 'number' : 'word'
    case CLASS.string:
      return string(cursor, start + 1, text.charAt(start), cursor.escapes === 'continue')
    case CLASS.name:
      return closed(cursor, quotedEnd(text, start + 1, text.charAt(start)), 'name', 'unclosed-name')
    case CLASS.bracketName:
      return closed(cursor, bracketedEnd(text, start + 1), 'name', 'unclosed-name')
    case CLASS.dash:
      if (next === 0x2d && (lexis.dashComments === 'always' || dashesComment(text, start + 2))) return lineComment(cursor, start + 2)
      return operator(cursor, start)
    case CLASS.hash:
      return lineComment(cursor, start + 1)
    case CLASS.slash:
      return next === 0x2a /* * */ ? blockComment(cursor, start) : operator(cursor, start)
    case CLASS.star:
      if (cursor.executable === 'inside' && next === 0x2f /* / */) {
        cursor.executable = 'outside'
        cursor.end = start + 2
        return 'executable-close'
      }
      return operator(cursor, start)
    case CLASS.dollar: {
      const tag = cursor.dollars === 'quote' ? dollarTag(text, start) : undefined
      if (tag !== undefined) return closed(cursor, dollarQuotedEnd(text, start, tag), 'string', 'unclosed-dollar-quote')
      cursor.end = wordEnd(text, start + 1, entries)
      return 'word'
    }
    case CLASS.dot:
      if (isDigit(next) && !continuesName(cursor, start)) {
        cursor.end = numberEnd(text, start, cursor.dollars)
        return 'number'
      }
      cursor.end = start + (next === 0x2e ? 2 : 1)
      return 'operator'
    case CLASS.colon:
      cursor.end = start + (next === 0x3a || next === 0x3d ? 2 : 1)
      return 'operator'
    case CLASS.operator:
      return operator(cursor, start)
    case CLASS.backslash:
      // MySQL writes NULL as \N.
      cursor.end = start + (next === 0x4e && lexis.backslashEscapes === 'always' ? 2 : 1)
      return cursor.end === start + 2 ? 'word' : 'backslash'
    default:
      cursor.end = start + 1
      return SINGLE[code] ?? 'operator'
  }
}

const NUMBER = /^(?:\d+(?:\.\d*)?(?:e[+-]?\d+)?|0x[\da-f]+|0b[01]+)$/i
const SINGLE: { readonly [code: number]: TokenKind } = { 0x28: 'open', 0x29: 'close', 0x3b: 'semicolon' }

/** A byte order mark counts: at the head of a text, or in the middle where files were joined. */
function spaceEnd({ text, table, end }: Cursor): number {
  const { entries } = table
  let at = end
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < 128 ? ((entries[code] ?? 0) & CLASS_MASK) !== CLASS.space : code !== 0xfeff) break
  }
  return at
}

function string(cursor: Cursor, from: number, quote: string, escaping: boolean): TokenKind {
  const { backslashEscapes } = cursor.table.lexis
  const escapes = backslashEscapes === 'always' || (backslashEscapes === 'e-strings' && escaping)
  const end = escapes ? escapedEnd(cursor.text, from, quote) : quotedEnd(cursor.text, from, quote)
  cursor.escapes = escapes && backslashEscapes === 'e-strings' ? 'continue' : 'none'
  return closed(cursor, end, 'string', 'unclosed-string')
}

function closed(cursor: Cursor, end: number, kind: TokenKind, unclosed: TokenKind): TokenKind {
  cursor.end = end === -1 ? cursor.text.length : end
  return end === -1 ? unclosed : kind
}

function operator(cursor: Cursor, start: number): TokenKind {
  const { text, table } = cursor
  const { operators } = table.lexis
  cursor.end = operators === 'user-defined' ? userOperatorEnd(text, start, table.entries) : operatorEnd(text, start, operators)
  return 'operator'
}

function lineComment(cursor: Cursor, from: number): TokenKind {
  cursor.end = lineCommentEnd(cursor.text, from, cursor.table.lexis.lineCommentEnd)
  return 'line-comment'
}

const BREAKPOINT = '> statement-breakpoint'

/**
 * MySQL wants white space or a control character behind `--`. Drizzle's `--> statement-breakpoint` has none; it is in
 * the files that Drizzle writes for MySQL too, and is no SQL there, so it is a comment to us.
 */
function dashesComment(text: string, at: number): boolean {
  return at >= text.length || text.charCodeAt(at) <= 0x20 || text.startsWith(BREAKPOINT, at)
}

function blockComment(cursor: Cursor, start: number): TokenKind {
  const { text, table } = cursor
  if (table.lexis.executableComments === 'yes') {
    const mark = executableMark(text, start)
    if (mark !== undefined) {
      cursor.executable = 'inside'
      cursor.end = start + mark.length
      return 'executable-open'
    }
  }
  const end = table.lexis.nestedComments === 'yes' ? nestedCommentEnd(text, start + 2) : blockCommentEnd(text, start + 2)
  return closed(cursor, end, 'block-comment', 'unclosed-comment')
}

/** On MySQL the dot in `t.5x` separates names; `.5` begins a number elsewhere. */
function continuesName(cursor: Cursor, start: number): boolean {
  if (cursor.table.lexis.namesBeginWith === 'letter' || start === 0) return false
  return cursor.kind === 'word' || cursor.kind === 'name'
}
