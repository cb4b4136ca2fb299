// Owns: whether two values are the same once they are JSON.
// Must not know: what is compared.

import type { Json } from './kind.ts'

/** The order of an object's keys does not count; what `JSON.stringify` leaves out does not either. */
export function sameJson(one: Json, other: Json): boolean {
  return one === other || written(one) === written(other)
}

function written(value: Json): string {
  const sort = (_: string, inner: Json): Json =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner
  return JSON.stringify(value, sort)
}
