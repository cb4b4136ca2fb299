// Owns: migration 001 of the line `vectors`.
// Must not know: distances.

import type { Names } from '../../../sql/place.ts'
import type { AgentMigration } from '../../../sql/script.ts'
import { embeddingTables } from '../../../vector/embedding-tables.ts'

export function createVectorTables(names: Names): AgentMigration {
  return {
    id: '001_create_vector_tables',
    description: 'Create embedding_spaces and memory_embeddings',
    createdAt: new Date('2026-11-29T09:50:00.000Z'),
    ...embeddingTables(names, ({ reference }) => reference),
  }
}
