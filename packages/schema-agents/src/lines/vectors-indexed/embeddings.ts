// Owns: the embeddings of memories in the engine's own column, and which are nearest to a vector.
// Must not know: models, clients.

import type { Handle } from '../../sql/handle.ts'
import { oneOf } from '../../sql/kind.ts'
import { distance } from '../../vector/distance.ts'
import { type EmbeddingFunctions, embeddingFunctions } from '../../vector/embedding-functions.ts'
import { type AtDistance, measured, type Wanted, wantedIn } from '../../vector/measured.ts'
import { type Near, nearest } from '../../vector/nearest.ts'
import type { MemoryRow } from '../chat/rows.ts'
import { memories } from '../chat/tables.ts'
import { type FindNear, inScope } from '../vectors/find-near.ts'
import { candidatesOf, MOST_CANDIDATES } from './candidates.ts'
import { getEmbeddingSpace } from './spaces.ts'
import { embeddings } from './tables.ts'

export type NearMemory = AtDistance<MemoryRow>

export interface FindNearIndexed extends FindNear {
  /** `exact`: every embedding is read and measured, as `vectors` does it. @defaultValue 'indexed' */
  readonly search?: 'indexed' | 'exact'
}

const ways = oneOf(['indexed', 'exact'])

/** More than are wanted: some are of other spaces or not active, and the index errs. */
const PER_WANTED = 4
const FEWEST_CANDIDATES = 64

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
 * As that of `vectors`, nearest first, with the same distances; but which are measured the engine's index says, and it may miss some:
 * approximate unless `search` is `exact`. Exact all the same where the index would not help: of one session, over 50 wanted, for a
 * vector without a direction, and where the index finds fewer than are wanted.
 */
export async function nearestMemories(
  on: Handle,
  space_id: string,
  vector: ArrayLike<number>,
  { limit = 10, search = 'indexed', ...find }: FindNearIndexed = {},
): Promise<readonly NearMemory[]> {
  ways.encode(search, 'search')
  const condition = inScope(find)
  const wanted = await wantedIn(on, spaces, space_id, vector, limit)
  if (wanted === null) return []
  switch (search) {
    case 'exact':
      return nearestOfAll.memories(on, await nearestOfAll.near(on, wanted, condition))
    case 'indexed': {
      const near = await nearestByIndex(on, wanted, find)
      return nearestOfAll.memories(on, near.length < wanted.limit ? await nearestOfAll.near(on, wanted, condition) : near)
    }
    default:
      return search satisfies never
  }
}

/** None where the index is of no help. */
async function nearestByIndex(
  on: Handle,
  { space, wanted, limit }: Wanted,
  { session_id, active_only = false }: FindNear,
): Promise<readonly Near<number>[]> {
  const candidates = Math.max(PER_WANTED * limit, FEWEST_CANDIDATES)
  const pointsNowhere = space.metric === 'cosine' && wanted.every((each) => each === 0)
  if (limit === 0 || candidates > MOST_CANDIDATES || session_id !== undefined || pointsNowhere) return []
  const near = nearest<number>(limit)
  for (const { id, embedding } of await candidatesOf(on, space, wanted, candidates, active_only))
    near.offer({ id, arrival: id, distance: distance[space.metric](wanted, embedding) })
  return near.all()
}
