// Owns: the first word of a text that is one statement for certain, found by one regular expression.
// Must not know: what such a word means.

/** What begins with these words can have no body, whose statements would go on in what follows. */
const HEAD = String.raw`(?:(INSERT|UPDATE|DELETE|REPLACE|SET|DROP|COMMIT)|(CREATE|ALTER)\s+(?:UNIQUE\s+)?(?:TABLE|INDEX))(?![\w$@.\u0080-\uffff])`
/**
 * Each place can be read in one way only, so that a text which does not match fails after one pass: behind a quote that ends something
 * stands no second one, and between such things nothing that begins one.
 */
const REST = String.raw`[^'"\u0060\\;#/-]*(?:(?:'[^'\\]*(?:(?:''|\\[^])[^'\\]*)*'(?!')|\u0060[^\u0060]*(?:\u0060\u0060[^\u0060]*)*\u0060(?!\u0060)|-(?!-)|\/(?!\*))[^'"\u0060\\;#/-]*)*`
const PLAIN = new RegExp(`^${HEAD}${REST}$`, 'i')

/** Matching remembers a place for whatever it passes; the runtime has room for so many. */
const LONGEST = 100_000

/**
 * In capitals. Undefined where the lexer has to look: for a comment, a semicolon, `"`, whatever is not closed or might have a body, white
 * space around it, NUL. A run on MySQL reads each of its own texts too, thousands of them, in a process that has just begun.
 */
export function plainKeyword(text: string): string | undefined {
  if (text.length > LONGEST || text.charCodeAt(text.length - 1) <= 32 || text.includes('\0')) return undefined
  const match = PLAIN.exec(text)
  return (match?.[1] ?? match?.[2])?.toUpperCase()
}
