// Owns: the tables of the line `vectors` as its queries see them.
// Must not know: how they are made, what is asked of them.

import { integer, type Kind, oneOf, orNull, text } from '../../sql/kind.ts'
import { type Table, table } from '../../sql/table.ts'
import { type Metric, METRICS } from '../../vector/distance.ts'
import { floats } from '../../vector/floats.ts'

export const spaces: Table<{
  readonly id: Kind<string>
  readonly model: Kind<string>
  readonly dimensions: Kind<number>
  readonly metric: Kind<Metric>
}> = table('embedding_spaces', { id: text, model: text, dimensions: integer, metric: oneOf(METRICS) })

export const embeddings: Table<{
  readonly space_id: Kind<string>
  readonly memory_id: Kind<number>
  readonly embedding: typeof floats
  readonly content_hash: Kind<string | null>
}> = table('memory_embeddings', { space_id: text, memory_id: integer, embedding: floats, content_hash: orNull(text) })
