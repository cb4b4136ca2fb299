// Owns: what a program does with the line `vectors`, by name.
// Must not know: other lines.

export type { Metric } from '../../vector/distance.ts'
export type { NewMemoryEmbedding } from '../../vector/embedding-functions.ts'
export type { FindNear } from '../../vector/measured.ts'
export type { EmbeddingSpaceRow, MemoryEmbeddingRow, NearMemory } from '../../vector/rows.ts'
export { deleteMemoryEmbedding, getMemoryEmbedding, nearestMemories, saveMemoryEmbedding } from './embeddings.ts'
export { deleteEmbeddingSpace, ensureEmbeddingSpace, getEmbeddingSpace, listEmbeddingSpaces } from './spaces.ts'
