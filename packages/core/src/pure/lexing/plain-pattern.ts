// Owns: plain SQL as regular expressions, made from a lexis: what the runtime itself can read, without a line of ours.
// Must not know: files, statements as objects.

import type { Lexis } from '../../model/lexis.ts'

/** Both agree with the lexer on every text that `statement` can be matched through to the end, and `unusual` nowhere in. */
export interface PlainPattern {
  /** Sticky. What stands before a statement, the statement, what stands behind it; then its semicolon or the text's end. */
  readonly statement: RegExp
  /** Global. A token, captured, with what stands before it; or semicolons; or the end. It never fails, so takes the first way. */
  readonly token: RegExp
  /** Where one statement may hold semicolons of its own, or what is read depends on what came before. */
  readonly unusual: RegExp
}

const patterns = new WeakMap<Lexis, PlainPattern | 'none'>()

/** Undefined where texts of this lexis cannot be told by regular expressions alone: dollar quotes, escapes, nested comments. */
export function plainPattern(lexis: Lexis): PlainPattern | undefined {
  let pattern = patterns.get(lexis)
  if (pattern === undefined) patterns.set(lexis, (pattern = isSimple(lexis) ? patternOf(lexis) : 'none'))
  return pattern === 'none' ? undefined : pattern
}

function isSimple(lexis: Lexis): boolean {
  return (
    lexis.compound === 'sqlite-trigger' &&
    lexis.semicolonInParentheses === 'ends' &&
    lexis.clientCommands === 'dot' &&
    lexis.backslashEscapes === 'never' &&
    lexis.namesBeginWith === 'letter' &&
    lexis.dollarQuotes === 'never' &&
    lexis.nestedComments === 'no' &&
    lexis.dashComments === 'always' &&
    lexis.hashComments === 'no' &&
    lexis.executableComments === 'no' &&
    lexis.lineCommentEnd === 'lf' &&
    lexis.operators !== 'user-defined'
  )
}

const SPACE = String.raw`[ \t\n\v\f\r]`
// Where one piece ends and which comes next must follow from the characters alone: what does not match is tried in every
// other way there is, and another way would be another reading.
const COMMENT = String.raw`(?:--[^\n]*(?=\n|$)|/\*[^*]*\*+(?:[^/*][^*]*\*+)*/)`
const GAP = `(?:${SPACE}+|${COMMENT}${SPACE}*)(?:${COMMENT}${SPACE}*)*`
const PART = String.raw`[\w$\u0080-\uffff]`
const EXPONENT = String.raw`[eE](?:[+-](?=\d))?${PART}*`
const NUMBER_END = String.raw`(?:${EXPONENT}|[A-DF-Za-df-z$\u0080-\uffff]${PART}*)?`

function patternOf({ identifierQuotes, stringQuotes, stringPrefixes, operators }: Lexis): PlainPattern {
  const quotes = [...stringQuotes, ...identifierQuotes]
  const quoted = (quote: string): string => (quote === '[' ? String.raw`\[[^\]]*\]` : `${quote}[^${quote}]*${quote}`)
  // Quotes written twice inside are two strings in a row here, which makes no difference to where a statement ends.
  const special = `(?:${quotes.map(quoted).join('|')}|-(?!-)|/(?!\\*))`
  const other = String.raw`[^;\\\-/\0\ufeff \t\n\v\f\r${quotes.map((quote) => `\\${quote}`).join('')}]`
  const run = `(?:${other}+|${special}${other}*)(?:${special}${other}*)*`

  const doubled = (quote: string): string =>
    quote === '[' ? quoted(quote) : `${quote}[^${quote}]*(?:${quote}${quote}[^${quote}]*)*${quote}`
  const prefixes = stringPrefixes.map((prefix) => prefix + prefix.toUpperCase()).join('')
  const tokens = [
    ...(prefixes === '' ? [] : [`[${prefixes}]${doubled("'")}`]),
    String.raw`[A-Za-z_$\u0080-\uffff]${PART}*`,
    String.raw`\d[\d_]*(?:\.(?!\.)[\d_]*)?${NUMBER_END}`,
    String.raw`\.\d[\d_]*${NUMBER_END}`,
    String.raw`\.\.?`,
    ':[:=]?',
    ...quotes.map(doubled),
    ...(operators === 'user-defined' ? [] : operators).map((operator) => operator.replace(/[^]/g, String.raw`\$&`)),
    '[^;]',
  ]
  return {
    statement: new RegExp(`(${GAP})?(?:(${run}(?:${GAP}${run})*)(${GAP})?)?(?:;|$)`, 'y'),
    token: new RegExp(`(?:${GAP})?(?:(${tokens.join('|')})|;(?:${SPACE}|${COMMENT}|;)*|$)`, 'g'),
    unusual: /trigger|\0/i,
  }
}
