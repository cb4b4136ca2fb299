// Owns: how far two vectors are from each other.
// Must not know: where they come from.

export type Metric = 'cosine' | 'dot' | 'l2'

export const METRICS: readonly ['cosine', 'dot', 'l2'] = ['cosine', 'dot', 'l2']

type Distance = (one: ArrayLike<number>, other: ArrayLike<number>) => number

/**
 * The smaller, the nearer: 1 minus the cosine, which is 1 where one of them has no direction; minus the dot product; the length
 * of the line between them. Both have as many dimensions.
 */
export const distance: { readonly [metric in Metric]: Distance } = {
  cosine(one, other) {
    const lengths = Math.sqrt(dot(one, one) * dot(other, other))
    return lengths === 0 ? 1 : 1 - dot(one, other) / lengths
  },
  dot: (one, other) => 0 - dot(one, other),
  l2(one, other) {
    let sum = 0
    for (let index = 0; index < one.length; index++) sum += ((one[index] ?? 0) - (other[index] ?? 0)) ** 2
    return Math.sqrt(sum)
  },
}

function dot(one: ArrayLike<number>, other: ArrayLike<number>): number {
  let sum = 0
  for (let index = 0; index < one.length; index++) sum += (one[index] ?? 0) * (other[index] ?? 0)
  return sum
}
