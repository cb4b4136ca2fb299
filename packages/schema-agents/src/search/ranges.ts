// Owns: ranges of characters as they are written down: `41-5a 5f`, by their code points.
// Must not know: which characters.

export type Range = readonly [first: number, last: number]

export function rangesOf(written: string): readonly Range[] {
  return written
    .trim()
    .split(/\s+/)
    .map((range) => {
      const [first = 0, last = first] = range.split('-').map((code) => Number.parseInt(code, 16))
      return [first, last]
    })
}

/** What is written into a pattern between `[` and `]`; `escaped`: one character as that language of patterns has it. */
export function characterClass(written: string, escaped: (code: number) => string): string {
  return rangesOf(written)
    .map(([first, last]) => (first === last ? escaped(first) : `${escaped(first)}-${escaped(last)}`))
    .join('')
}

/** As a pattern of JavaScript with the flag `u` has it. */
export function inJavaScript(code: number): string {
  return `\\u{${code.toString(16)}}`
}
