// Owns: the tables of the line `vectors-indexed` as its queries see them.
// Must not know: how they are made, what is asked of them.

import { shortText, soughtText } from '../../sql/key-text.ts'
import { integer, type Kind, oneOf, orNull, small, text } from '../../sql/kind.ts'
import { type Table, table } from '../../sql/table.ts'
import { METRICS } from '../../vector/distance.ts'
import type { EmbeddingTable } from '../../vector/embedding-functions.ts'
import type { SpaceTable } from '../../vector/space-functions.ts'
import type { IndexedMetric } from './options.ts'
import { vectorColumn } from './vector-column.ts'

/** One row: what the line was made for. */
export const made: Table<{ readonly dimensions: Kind<number>; readonly metric: Kind<IndexedMetric> }> = table('vector_columns', {
  dimensions: small,
  metric: oneOf(['cosine', 'l2']),
})

export const spaces: SpaceTable = table('vector_spaces', { id: soughtText(191), model: text, dimensions: small, metric: oneOf(METRICS) })

export const embeddings: EmbeddingTable<number> = table('memory_vectors', {
  space_id: soughtText(191),
  memory_id: integer,
  embedding: vectorColumn,
  content_hash: orNull(shortText(191)),
})
