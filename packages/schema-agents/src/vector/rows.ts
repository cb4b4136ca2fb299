// Owns: the shape of what the queries of vectors return.
// Must not know: SQL, clients.

import type { Metric } from './distance.ts'

/** One model's vectors: those of two models have nothing to do with each other, whatever their dimensions. */
export interface EmbeddingSpaceRow {
  readonly id: string
  readonly model: string
  readonly dimensions: number
  readonly metric: Metric
}

/** `Id`: of the memory, a number in `chat` and a text in `assistants`. */
export interface MemoryEmbeddingRow<Id = number> {
  readonly memory_id: Id
  readonly space_id: string
  readonly embedding: Float32Array
  /** Of the text that was embedded, as the caller makes one: where it is another, the embedding is old. */
  readonly content_hash: string | null
}
