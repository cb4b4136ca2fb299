// Owns: whether two JSON values are the same, in whatever order their names stand.
// Must not know: where they come from.

import type { Json } from '../../sql/kind.ts'

export function sameJson(one: Json, other: Json): boolean {
  if (one === null || other === null || typeof one !== 'object' || typeof other !== 'object') return one === other
  if (Array.isArray(one) !== Array.isArray(other)) return false
  const [left, right] = [named(one), named(other)]
  return (
    left.length === right.length && left.every(([name, value], index) => name === right[index]?.[0] && sameJson(value, right[index][1]))
  )
}

/** As it is stored: what is undefined is not there. */
function named(value: object): readonly (readonly [string, Json])[] {
  return Object.entries(value as { readonly [name: string]: Json | undefined })
    .filter((entry): entry is [string, Json] => entry[1] !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
}
