// Owns: migrations that begin with one and the same number.
// Must not know: files, whether that matters.

import { numberOf } from './version.ts'

export interface SharedNumber {
  /** As the first of them writes it. */
  readonly number: string
  /** Two or more, in the order given. */
  readonly ids: readonly string[]
}

/**
 * Ids whose numbers are equal, however they are written. They are different migrations with a fixed order, and yet a
 * sign that two branches each took the next number without knowing of the other.
 */
export function sharedNumbers(ids: Iterable<string>): readonly SharedNumber[] {
  const byNumber = new Map<string, string[]>()
  for (const id of ids) {
    const number = canonical(numberOf(id))
    if (number !== '') byNumber.set(number, [...(byNumber.get(number) ?? []), id])
  }
  return [...byNumber.values()].flatMap((shared) => (shared.length > 1 ? [{ number: numberOf(shared[0] ?? ''), ids: shared }] : []))
}

function canonical(number: string): string {
  return number
    .replace(/^[Vv]/, '')
    .replaceAll('_', '.')
    .replace(/(?<!\d)0+(?=\d)/g, '')
}
