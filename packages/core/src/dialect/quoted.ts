// Owns: quoting of names by doubling, which the three dialects share.
// Must not know: which character a dialect uses.

/** Throws `RangeError` on an empty name or one with a NUL, which no engine can store. */
export function quoted(name: string, quote: '"' | '`'): string {
  if (name === '' || name.includes('\0')) throw new RangeError(`not usable as a name: ${JSON.stringify(name)}`)
  return quote + name.replaceAll(quote, quote + quote) + quote
}
