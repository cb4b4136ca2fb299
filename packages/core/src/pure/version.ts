// Owns: the number that an id begins with.
// Must not know: files, what comes after the number.

/**
 * The leading number of an id as its parts, without leading zeros: `0007_x` is `['7']`, `V1.10__x` is `['1', '10']`.
 * Underscores separate parts only in Flyway's form, `V1_10__x`; anywhere else they end the number. Empty when the id does
 * not begin with a number.
 */
export function versionOf(id: string): readonly string[] {
  const version = /^V\d+(?:[._]\d+)*(?=__)/.exec(id)?.[0] ?? /^[Vv]?\d+(?:\.\d+)*/.exec(id)?.[0] ?? ''
  return version.split(/[._]/).flatMap((part) => /[1-9]\d*$|0$/.exec(part)?.[0] ?? [])
}
