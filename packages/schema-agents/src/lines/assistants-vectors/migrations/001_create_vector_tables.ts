// Owns: migration 001 of the line `assistants-vectors`.
// Must not know: distances.

import type { Names } from '../../../sql/place.ts'
import type { AgentMigration } from '../../../sql/script.ts'
import { embeddingTables } from '../../../vector/embedding-tables.ts'

export function createVectorTables(names: Names): AgentMigration {
  return {
    id: '001_create_vector_tables',
    description: 'Create embedding_spaces and memory_embeddings',
    createdAt: new Date('2026-11-30T09:10:00.000Z'),
    ...embeddingTables(names, ({ id }) => id),
  }
}
