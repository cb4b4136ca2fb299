// Owns: what a program does with the line `vectors`, by name.
// Must not know: other lines.

export type { Metric } from '../../vector/distance.ts'
export type { NewMemoryEmbedding } from '../../vector/embedding-functions.ts'
export type { EmbeddingSpaceRow, MemoryEmbeddingRow } from '../../vector/rows.ts'
export { deleteEmbeddingSpace, ensureEmbeddingSpace, getEmbeddingSpace, listEmbeddingSpaces } from '../../vector/spaces.ts'
export { deleteMemoryEmbedding, getMemoryEmbedding, nearestMemories, type NearMemory, saveMemoryEmbedding } from './embeddings.ts'
export type { FindNear } from './find-near.ts'
