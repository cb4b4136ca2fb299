// Owns: the embeddings of memories, and which are nearest to a vector.
// Must not know: models, clients.

import type { Handle } from '../../sql/handle.ts'
import { amount, bool } from '../../sql/kind.ts'
import { type EmbeddingFunctions, embeddingFunctions, refuseOther } from '../../vector/embedding-functions.ts'
import { floats } from '../../vector/floats.ts'
import { type FindNear, measured, memoriesOf } from '../../vector/measured.ts'
import type { NearMemory } from '../../vector/rows.ts'
import { getEmbeddingSpace } from './spaces.ts'
import { embeddings } from './tables.ts'

const functions = embeddingFunctions(embeddings, { get: getEmbeddingSpace })
const nearestOfAll = measured(embeddings)

/**
 * In place of the one that the memory has in that space. False where there is no such memory or no such space; rejects with
 * `NotAllowed` `conflict` where the vector has other dimensions than its space.
 */
export const saveMemoryEmbedding: EmbeddingFunctions['save'] = functions.save

/** Null where there is none. */
export const getMemoryEmbedding: EmbeddingFunctions['get'] = functions.get

/** False where there was none. */
export const deleteMemoryEmbedding: EmbeddingFunctions['remove'] = functions.remove

/**
 * The nearest first; of the same distance, the newest. Every embedding of the space, or of the session in it, is read and measured
 * here: exact, the same on every engine, and meant for some ten thousands. None where there is no such space; rejects as
 * `saveMemoryEmbedding`.
 */
export async function nearestMemories(
  on: Handle,
  space_id: string,
  vector: ArrayLike<number>,
  { limit = 10, active_only = false, ...find }: FindNear = {},
): Promise<readonly NearMemory[]> {
  amount.encode(limit, 'limit')
  bool.encode(active_only, 'active_only')
  const space = await getEmbeddingSpace(on, space_id)
  if (space === null) return []
  refuseOther(space, vector)
  const wanted = floats.decode(floats.encode(vector, 'vector'))
  return memoriesOf(on, await nearestOfAll(on, { space, wanted, limit }, { ...find, active_only }))
}
