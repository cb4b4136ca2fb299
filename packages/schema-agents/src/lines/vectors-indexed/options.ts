// Owns: what the line `vectors-indexed` is made for.
// Must not know: engines' words for it.

import type { Names } from '../../sql/place.ts'

/** What the indexes of all engines can measure. */
export type IndexedMetric = 'cosine' | 'l2'

export interface VectorsIndexedOptions extends Names {
  /** Of every vector: part of the column's type. A whole number from 1 to 65 536; pgvector indexes no more than 2 000. */
  readonly dimensions: number
  /** Which distance the index is ordered by. @defaultValue 'cosine' */
  readonly metric?: IndexedMetric
}

/** Throws `RangeError`: both are written into statements. */
export function checked({ dimensions, metric = 'cosine' }: VectorsIndexedOptions): {
  readonly dimensions: number
  readonly metric: IndexedMetric
} {
  if (!Number.isInteger(dimensions) || dimensions < 1 || dimensions > 65_536)
    throw new RangeError(`dimensions: ${dimensions} is not a whole number from 1 to 65 536.`)
  // From JavaScript it may be any text.
  if (!['cosine', 'l2'].includes(metric))
    throw new RangeError(`metric: ${JSON.stringify(metric)} is neither 'cosine' nor 'l2', and no index of all engines measures another.`)
  return { dimensions, metric }
}
