// Owns: the tables of the line `vectors` as its queries see them.
// Must not know: how they are made, what is asked of them.

import { shortText, soughtText } from '../../sql/key-text.ts'
import { integer, oneOf, orNull, small, text } from '../../sql/kind.ts'
import { table } from '../../sql/table.ts'
import { METRICS } from '../../vector/distance.ts'
import type { EmbeddingTable } from '../../vector/embedding-functions.ts'
import { floats } from '../../vector/floats.ts'
import type { SpaceTable } from '../../vector/space-functions.ts'

export const spaces: SpaceTable = table('embedding_spaces', {
  id: soughtText(191),
  model: text,
  dimensions: small,
  metric: oneOf(METRICS),
})

export const embeddings: EmbeddingTable = table('memory_embeddings', {
  space_id: soughtText(191),
  memory_id: integer,
  embedding: floats,
  content_hash: orNull(shortText(191)),
})
