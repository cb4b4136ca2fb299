// Owns: a dialect's lexis as a table from characters to classes, so that the lexer asks an array and not a list of options.
// Must not know: what tokens are made of the classes.

import type { Lexis } from '../../model/lexis.ts'

/** What a token that begins with this character may be. Fits the low five bits of a table entry. */
export const CLASS = {
  operator: 0,
  space: 1,
  letter: 2,
  /** A letter that belongs to a quote right behind it. */
  prefix: 3,
  digit: 4,
  string: 5,
  name: 6,
  bracketName: 7,
  dash: 8,
  slash: 9,
  star: 10,
  hash: 11,
  dollar: 12,
  dot: 13,
  open: 14,
  close: 15,
  semicolon: 16,
  backslash: 17,
  colon: 18,
  punctuation: 19,
} as const

export const CLASS_MASK = 0x1f
/** Set where the character continues a word. */
export const WORD_PART = 0x20
/** Set where the character may be part of an operator. */
export const OPERATOR_PART = 0x40

/** One entry for each of the first 128 characters; all others are letters. */
export interface LexicalTable {
  readonly entries: Uint8Array
  readonly lexis: Lexis
}

const tables = new WeakMap<Lexis, LexicalTable>()

/** The table of `lexis`, made once. */
export function lexicalTable(lexis: Lexis): LexicalTable {
  let table = tables.get(lexis)
  if (table === undefined) tables.set(lexis, (table = { entries: entriesOf(lexis), lexis }))
  return table
}

function entriesOf(lexis: Lexis): Uint8Array {
  const entries = new Uint8Array(128).fill(CLASS.punctuation)
  const set = (characters: string, entry: number): void => {
    for (const character of characters) entries[character.charCodeAt(0)] = entry
  }
  set(' \t\n\v\f\r', CLASS.space)
  set('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_', CLASS.letter | WORD_PART)
  for (const prefix of lexis.stringPrefixes) set(prefix + prefix.toUpperCase(), CLASS.prefix | WORD_PART)
  set('0123456789', CLASS.digit | WORD_PART)
  set('$', (lexis.dollarQuotes === 'never' ? CLASS.letter : CLASS.dollar) | WORD_PART)
  set(',]{}[', CLASS.punctuation)
  set('!%&+<=>?@^|~`', CLASS.operator | OPERATOR_PART)
  set('-', CLASS.dash | OPERATOR_PART)
  set('/', CLASS.slash | OPERATOR_PART)
  set('*', CLASS.star | OPERATOR_PART)
  set('#', (lexis.hashComments === 'yes' ? CLASS.hash : CLASS.operator) | OPERATOR_PART)
  set(':', CLASS.colon)
  set('.', CLASS.dot)
  set('(', CLASS.open)
  set(')', CLASS.close)
  set(';', CLASS.semicolon)
  set('\\', CLASS.backslash)
  for (const quote of lexis.identifierQuotes) set(quote, quote === '[' ? CLASS.bracketName : CLASS.name)
  for (const quote of lexis.stringQuotes) set(quote, CLASS.string)
  return entries
}
