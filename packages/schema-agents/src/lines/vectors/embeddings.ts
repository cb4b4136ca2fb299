// Owns: the embeddings of memories of `chat`, and which are nearest to a vector.
// Must not know: models, clients.

import type { Handle } from '../../sql/handle.ts'
import { type EmbeddingFunctions, embeddingFunctions } from '../../vector/embedding-functions.ts'
import { embeddingTable } from '../../vector/embedding-table.ts'
import { type AtDistance, measured, wantedIn } from '../../vector/measured.ts'
import { getEmbeddingSpace } from '../../vector/spaces.ts'
import type { MemoryRow } from '../chat/rows.ts'
import { memories } from '../chat/tables.ts'
import { type FindNear, inScope } from './find-near.ts'

export type NearMemory = AtDistance<MemoryRow>

const embeddings = embeddingTable(memories.columns.id)
const spaces = { get: getEmbeddingSpace }
const functions = embeddingFunctions(embeddings, memories, spaces)
const nearestOfAll = measured(embeddings, memories, 'id')

/**
 * In place of the one that the memory has in that space. False where there is no such memory or no such space; rejects with
 * `NotAllowed` `conflict` where the vector has other dimensions than its space.
 */
export const saveMemoryEmbedding: EmbeddingFunctions<number>['save'] = functions.save

/** Null where there is none. */
export const getMemoryEmbedding: EmbeddingFunctions<number>['get'] = functions.get

/** False where there was none. */
export const deleteMemoryEmbedding: EmbeddingFunctions<number>['remove'] = functions.remove

/**
 * The nearest first; of the same distance, the newest. Every embedding of the space, or of the session in it, is read and measured
 * here: exact, the same on every engine, and meant for some ten thousands. None where there is no such space; rejects as
 * `saveMemoryEmbedding`.
 */
export async function nearestMemories(
  on: Handle,
  space_id: string,
  vector: ArrayLike<number>,
  { limit = 10, ...find }: FindNear = {},
): Promise<readonly NearMemory[]> {
  const condition = inScope(find)
  const wanted = await wantedIn(on, spaces, space_id, vector, limit)
  return wanted === null ? [] : nearestOfAll.memories(on, await nearestOfAll.near(on, wanted, condition))
}
