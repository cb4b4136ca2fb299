// Owns: the embeddings of memories as queries see them, where they are kept as bytes.
// Must not know: how the table is made, whose memories they are, what is asked of it.

import { shortText, soughtText } from '../sql/key-text.ts'
import { type Kind, orNull } from '../sql/kind.ts'
import { table } from '../sql/table.ts'
import type { EmbeddingTable } from './embedding-functions.ts'
import { floats } from './floats.ts'

/** `memory_id`: what the memories' `id` is. */
export function embeddingTable<Id>(memory_id: Kind<Id>): EmbeddingTable<Id> {
  return table('memory_embeddings', { space_id: soughtText(191), memory_id, embedding: floats, content_hash: orNull(shortText(191)) })
}
