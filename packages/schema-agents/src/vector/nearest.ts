// Owns: the few nearest of many, one after the other.
// Must not know: what they are.

export interface Near {
  readonly id: number
  readonly distance: number
}

export interface Nearest {
  offer(near: Near): void
  /** The nearest first; of the same distance, the one with the highest id. */
  all(): readonly Near[]
}

export function nearest(limit: number): Nearest {
  const kept: Near[] = []
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

function compare(one: Near, other: Near): number {
  return one.distance - other.distance || other.id - one.id
}
