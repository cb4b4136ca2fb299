// Owns: where strings, quoted names and comments end. Each function returns the offset behind the end, or -1 without one.
// Must not know: dialects, tokens.

const LF = 0x0a
const CR = 0x0d
const STAR = 0x2a
const SLASH = 0x2f
const BACKSLASH = 0x5c

/** `from` is behind the opening quote. The quote is written inside by doubling it. */
export function quotedEnd(text: string, from: number, quote: string): number {
  for (let at = text.indexOf(quote, from); at !== -1; at = text.indexOf(quote, at + 2)) {
    if (text[at + 1] !== quote) return at + 1
  }
  return -1
}

/** As `quotedEnd`, where a backslash takes the next character with it. */
export function escapedEnd(text: string, from: number, quote: string): number {
  const quoteCode = quote.charCodeAt(0)
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === BACKSLASH) at++
    else if (code === quoteCode) {
      if (text.charCodeAt(at + 1) !== quoteCode) return at + 1
      at++
    }
  }
  return -1
}

/** `[name]`: SQLite has no way to write `]` in it. */
export function bracketedEnd(text: string, from: number): number {
  return text.indexOf(']', from) + 1 || -1
}

const DOLLAR_TAG = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y

/** The opening `$tag$` at `at`, or undefined when the dollar opens nothing. */
export function dollarTag(text: string, at: number): string | undefined {
  DOLLAR_TAG.lastIndex = at
  return DOLLAR_TAG.exec(text)?.[0]
}

export function dollarQuotedEnd(text: string, at: number, tag: string): number {
  const close = text.indexOf(tag, at + tag.length)
  return close === -1 ? -1 : close + tag.length
}

/** `from` is behind the opening mark. */
export function blockCommentEnd(text: string, from: number): number {
  const close = text.indexOf('*/', from)
  return close === -1 ? -1 : close + 2
}

/** As `blockCommentEnd`, where a comment inside must be closed first. */
export function nestedCommentEnd(text: string, from: number): number {
  let depth = 1
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === STAR && text.charCodeAt(at + 1) === SLASH) {
      at++
      if (--depth === 0) return at + 1
    } else if (code === SLASH && text.charCodeAt(at + 1) === STAR) {
      at++
      depth++
    }
  }
  return -1
}

const EXECUTABLE = /\/\*M?!(?:\d{5,6})?/y
/** A version that no server will have: the way to write a comment that even old dump readers skip. */
const NEVER = /!99\d{4}$/

/** The mark at `at` that opens an executable comment, with its version; undefined for any other comment. */
export function executableMark(text: string, at: number): string | undefined {
  EXECUTABLE.lastIndex = at
  const mark = EXECUTABLE.exec(text)?.[0]
  return mark === undefined || NEVER.test(mark) ? undefined : mark
}

/** The offset of the line's end, or of the text's; never -1. */
export function lineCommentEnd(text: string, from: number, end: 'lf' | 'cr-or-lf'): number {
  let at = from
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === LF || (code === CR && end === 'cr-or-lf')) break
  }
  return at
}
