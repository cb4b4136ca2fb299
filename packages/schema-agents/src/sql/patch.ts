// Owns: which columns of a row a caller wants changed.
// Must not know: tables.

/** Of `given`, what is defined. Throws `TypeError` on a name that may not be changed: it would be lost without a word. */
export function patch<Row extends object>(given: Partial<Row>, allowed: readonly (keyof Row & string)[]): readonly (keyof Row & string)[] {
  const names = Object.keys(given).filter((name) => (given as Readonly<Record<string, unknown>>)[name] !== undefined)
  const refused = names.filter((name) => !allowed.some((each) => each === name))
  if (refused.length > 0) throw new TypeError(`${refused.join(', ')} cannot be changed. What can: ${allowed.join(', ')}.`)
  return names as (keyof Row & string)[]
}
