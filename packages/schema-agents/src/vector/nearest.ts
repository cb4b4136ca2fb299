// Owns: the few nearest of many, one after the other.
// Must not know: what they are.

export interface Near<Id> {
  readonly id: Id
  /** A number that grows with every row. */
  readonly arrival: number
  readonly distance: number
}

export interface Nearest<Id> {
  offer(near: Near<Id>): void
  /** The nearest first; of the same distance, the newest. */
  all(): readonly Near<Id>[]
}

export function nearest<Id>(limit: number): Nearest<Id> {
  const kept: Near<Id>[] = []
  return {
    offer(near) {
      const last = kept.at(-1)
      if (kept.length >= limit && (last === undefined || compare(last, near) < 0)) return
      const place = kept.findIndex((each) => compare(near, each) < 0)
      kept.splice(place === -1 ? kept.length : place, 0, near)
      if (kept.length > limit) kept.pop()
    },
    all: () => kept,
  }
}

function compare(one: Near<unknown>, other: Near<unknown>): number {
  return one.distance - other.distance || other.arrival - one.arrival
}
