// Owns: what a program does with the line `vectors-indexed`, by name: the same names as those of `vectors`.
// Must not know: other lines.

export type { Metric } from '../../vector/distance.ts'
export type { NewMemoryEmbedding } from '../../vector/embedding-functions.ts'
export type { EmbeddingSpaceRow, MemoryEmbeddingRow } from '../../vector/rows.ts'
export {
  deleteMemoryEmbedding,
  type FindNearIndexed as FindNear,
  getMemoryEmbedding,
  nearestMemories,
  type NearMemory,
  saveMemoryEmbedding,
} from './embeddings.ts'
export { deleteEmbeddingSpace, ensureEmbeddingSpace, getEmbeddingSpace, listEmbeddingSpaces } from './spaces.ts'
