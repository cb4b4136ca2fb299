// Owns: what a program does with the line `vectors`, by name.
// Must not know: other lines.

export type { Metric } from '../../vector/distance.ts'
export {
  deleteMemoryEmbedding,
  type FindNear,
  getMemoryEmbedding,
  nearestMemories,
  type NearMemory,
  type NewMemoryEmbedding,
  saveMemoryEmbedding,
} from './embeddings.ts'
export type { EmbeddingSpaceRow, MemoryEmbeddingRow } from './rows.ts'
export { deleteEmbeddingSpace, ensureEmbeddingSpace, getEmbeddingSpace, listEmbeddingSpaces } from './spaces.ts'
