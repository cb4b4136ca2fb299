// Owns: which letters are one and the same to somebody who searches.
// Must not know: words, engines.

/** Of these, upper case is lower case on every engine. Other letters have no case, or one that some engine does not know. */
const CASED = [
  [0xc0, 0x1df],
  [0x1e2, 0x217],
  [0x226, 0x233],
  [0x386, 0x3ce],
  [0x400, 0x481],
  [0x490, 0x4bf],
  [0x4d0, 0x4f5],
  [0x4f8, 0x4f9],
  [0x531, 0x556],
  [0x1e00, 0x1e95],
  [0x1ea0, 0x1ef9],
] as const

/**
 * A Latin letter with whatever is above or below it is the bare letter: no engine tells `é` from `e`. Only where both are one
 * character: MySQL takes a mark that is written behind its letter for a letter of its own.
 */
const FOLDED: ReadonlyMap<string, string> = new Map([
  ...Array.from({ length: 26 }, (_, index) => [String.fromCharCode(0x41 + index), String.fromCharCode(0x61 + index)] as const),
  ...CASED.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, index) => String.fromCharCode(first + index)).map(
      (letter) => [letter, lower(letter)] as const,
    ),
  ),
  ['ς', 'σ'],
])

/** As long as it was. */
export function fold(text: string): string {
  return text.replace(/[A-Z\u00c0-\u1ef9]/g, (letter) => FOLDED.get(letter) ?? letter)
}

/** Letters that are more than a bare letter with marks, and what each becomes, in the same order: what has to be told to an engine. */
export const foldedPairs: { readonly from: string; readonly to: string } = pairs()

/** Folded and without marks of any kind, as PostgreSQL indexes it. */
export function unmarked(text: string): string {
  return fold(
    text
      .normalize('NFD')
      .replace(/[\u0300-\u036f]+/g, '')
      .normalize('NFC'),
  )
}

function lower(letter: string): string {
  const [bare = letter, ...marks] = letter.normalize('NFD')
  if (marks.length > 0 && /[A-Za-z]/.test(bare)) return bare.toLowerCase()
  const small = letter.toLowerCase()
  return small.length === 1 ? small : letter
}

function pairs(): typeof foldedPairs {
  const apart = [...FOLDED].filter(([letter, folded]) => letter > 'z' && letter !== folded && letter.normalize('NFD') === letter)
  return { from: apart.map(([letter]) => letter).join(''), to: apart.map(([, folded]) => folded).join('') }
}
