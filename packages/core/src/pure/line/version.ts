// Owns: the number that an id begins with, and what the id says after it.
// Must not know: files.

/**
 * The leading number of an id as its parts, without leading zeros: `0007_x` is `['7']`, `V1.10__x` is `['1', '10']`.
 * Underscores separate parts only in Flyway's form, `V1_10__x`; anywhere else they end the number. Empty when the id does
 * not begin with a number.
 */
export function versionOf(id: string): readonly string[] {
  const version = /^V\d+(?:[._]\d+)*(?=__)/.exec(id)?.[0] ?? /^[Vv]?\d+(?:\.\d+)*/.exec(id)?.[0] ?? ''
  return version.split(/[._]/).flatMap((part) => /[1-9]\d*$|0$/.exec(part)?.[0] ?? [])
}

// Flyway's form, a date with dashes, a date with a time, any other number with dots.
const NUMBER = /^(?:V\d+(?:[._]\d+)*(?=__)|[Vv]?(?:\d{4}-\d{2}-\d{2}(?:[-T:]\d+)*|\d{8}T\d+|\d+(?:\.\d+)*))/

/** The number as written, dates with their dashes and times included: `2026-01-01-093000_x`, `20260101T0930_x`. */
export function numberOf(id: string): string {
  return NUMBER.exec(id)?.[0] ?? ''
}

/** What the id says to a person: `0001_create_users` is `create users`. The id itself when nothing is left. */
export function describeId(id: string): string {
  return (
    id
      .slice(numberOf(id).length)
      .replace(/[-_\s.]+/g, ' ')
      .trim() || id
  )
}
