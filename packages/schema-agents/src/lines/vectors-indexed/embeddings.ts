// Owns: the embeddings of memories in the engine's own column, and which are nearest to a vector.
// Must not know: models, clients.

import type { Handle } from '../../sql/handle.ts'
import { amount, bool, oneOf } from '../../sql/kind.ts'
import { distance } from '../../vector/distance.ts'
import { type EmbeddingFunctions, embeddingFunctions, refuseOther } from '../../vector/embedding-functions.ts'
import { floats } from '../../vector/floats.ts'
import { type FindNear, measured, memoriesOf, type Wanted } from '../../vector/measured.ts'
import { type Near, nearest } from '../../vector/nearest.ts'
import type { NearMemory } from '../../vector/rows.ts'
import { candidatesOf, MOST_CANDIDATES } from './candidates.ts'
import { getEmbeddingSpace } from './spaces.ts'
import { embeddings } from './tables.ts'

export interface FindNearIndexed extends FindNear {
  /** `exact`: every embedding is read and measured, as `vectors` does it. @defaultValue 'indexed' */
  readonly search?: 'indexed' | 'exact'
}

const ways = oneOf(['indexed', 'exact'])

/** More than are wanted: some are of other spaces or not active, and the index errs. */
const PER_WANTED = 4
const FEWEST_CANDIDATES = 64

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
 * As that of `vectors`, nearest first, with the same distances; but which are measured the engine's index says, and it may miss some:
 * approximate unless `search` is `exact`. Exact all the same where the index would not help: of one session, over 50 wanted, for a
 * vector without a direction, and where the index finds fewer than are wanted.
 */
export async function nearestMemories(
  on: Handle,
  space_id: string,
  vector: ArrayLike<number>,
  { limit = 10, search = 'indexed', active_only = false, ...also }: FindNearIndexed = {},
): Promise<readonly NearMemory[]> {
  amount.encode(limit, 'limit')
  bool.encode(active_only, 'active_only')
  ways.encode(search, 'search')
  const find = { ...also, active_only }
  const space = await getEmbeddingSpace(on, space_id)
  if (space === null) return []
  refuseOther(space, vector)
  const given = { space, wanted: floats.decode(floats.encode(vector, 'vector')), limit }
  switch (search) {
    case 'exact':
      return memoriesOf(on, await nearestOfAll(on, given, find))
    case 'indexed': {
      const near = await nearestByIndex(on, given, find)
      return memoriesOf(on, near.length < limit ? await nearestOfAll(on, given, find) : near)
    }
    default:
      return search satisfies never
  }
}

/** None where the index is of no help. */
async function nearestByIndex(
  on: Handle,
  { space, wanted, limit }: Wanted,
  { session_id, active_only }: Omit<FindNear, 'active_only'> & { readonly active_only: boolean },
): Promise<readonly Near[]> {
  const candidates = Math.max(PER_WANTED * limit, FEWEST_CANDIDATES)
  const pointsNowhere = space.metric === 'cosine' && wanted.every((each) => each === 0)
  if (limit === 0 || candidates > MOST_CANDIDATES || session_id !== undefined || pointsNowhere) return []
  const near = nearest(limit)
  for (const { id, embedding } of await candidatesOf(on, space, wanted, candidates, active_only))
    near.offer({ id, distance: distance[space.metric](wanted, embedding) })
  return near.all()
}
