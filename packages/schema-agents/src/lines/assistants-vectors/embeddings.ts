// Owns: the embeddings of memories of `assistants`, and which are nearest to a vector.
// Must not know: models, clients.

import { equal, together } from '../../sql/given.ts'
import type { Handle } from '../../sql/handle.ts'
import { integer } from '../../sql/kind.ts'
import { type EmbeddingFunctions, embeddingFunctions } from '../../vector/embedding-functions.ts'
import { embeddingTable } from '../../vector/embedding-table.ts'
import { type AtDistance, measured, wantedIn } from '../../vector/measured.ts'
import { getEmbeddingSpace } from '../../vector/spaces.ts'
import type { MemoryRow } from '../assistants/rows.ts'
import { memories, sessions, users } from '../assistants/tables.ts'

export type NearMemory = AtDistance<MemoryRow>

/** What is left out is not asked about; null asks for those that have none. */
export interface FindNear {
  /** @defaultValue 10 */
  readonly limit?: number
  readonly agent_id?: number | null
  readonly user_id?: string | null
  readonly session_id?: string | null
}

const embeddings = embeddingTable(memories.columns.id)
const spaces = { get: getEmbeddingSpace }
const functions = embeddingFunctions(embeddings, memories, spaces)
const nearestOfAll = measured(embeddings, memories, 'seq')

/**
 * In place of the one that the memory has in that space. False where there is no such memory or no such space; rejects with
 * `NotAllowed` `conflict` where the vector has other dimensions than its space.
 */
export const saveMemoryEmbedding: EmbeddingFunctions<string>['save'] = functions.save

/** Null where there is none. */
export const getMemoryEmbedding: EmbeddingFunctions<string>['get'] = functions.get

/** False where there was none. */
export const deleteMemoryEmbedding: EmbeddingFunctions<string>['remove'] = functions.remove

/**
 * The nearest first; of the same distance, the newest. Every embedding of the space, or of the scope in it, is read and measured here:
 * exact, the same on every engine, and meant for some ten thousands. None where there is no such space; rejects as
 * `saveMemoryEmbedding`.
 */
export async function nearestMemories(
  on: Handle,
  space_id: string,
  vector: ArrayLike<number>,
  { limit = 10, agent_id, user_id, session_id }: FindNear = {},
): Promise<readonly NearMemory[]> {
  const wanted = await wantedIn(on, spaces, space_id, vector, limit)
  if (wanted === null) return []
  const condition = together([
    equal('m.agent_id', integer, agent_id),
    equal('m.user_id', users.columns.id, user_id),
    equal('m.session_id', sessions.columns.id, session_id),
  ])
  return nearestOfAll.memories(on, await nearestOfAll.near(on, wanted, condition))
}
