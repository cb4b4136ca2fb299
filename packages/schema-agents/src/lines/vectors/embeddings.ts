// Owns: the embeddings of memories, and which are nearest to a vector.
// Must not know: models, clients.

import { locked, orReplacing } from '../../sql/conflict.ts'
import { all, change, first, type Handle } from '../../sql/handle.ts'
import { amount, integer } from '../../sql/kind.ts'
import { NotAllowed } from '../../sql/not-allowed.ts'
import type { Part } from '../../sql/part.ts'
import { sql } from '../../sql/query.ts'
import { computed, into, selected, slot, values } from '../../sql/table.ts'
import { distance } from '../../vector/distance.ts'
import { floats } from '../../vector/floats.ts'
import { nearest } from '../../vector/nearest.ts'
import type { MemoryRow } from '../chat/rows.ts'
import { memories } from '../chat/tables.ts'
import type { EmbeddingSpaceRow, MemoryEmbeddingRow } from './rows.ts'
import { getEmbeddingSpace } from './spaces.ts'
import { embeddings } from './tables.ts'

export interface NewMemoryEmbedding {
  readonly memory_id: number
  readonly space_id: string
  readonly embedding: ArrayLike<number>
  /** @defaultValue null */
  readonly content_hash?: string | null
}

export interface FindNear {
  /** @defaultValue 10 */
  readonly limit?: number
  /** Of all sessions, and of none, unless given. */
  readonly session_id?: number
  /** @defaultValue false */
  readonly active_only?: boolean
}

/** `distance`: the smaller, the nearer. */
export type NearMemory = MemoryRow & { readonly distance: number }

const PAGE = 500

const memory = sql`SELECT ${computed('id', integer, 'id')} FROM ${memories} WHERE id = ${slot('memory_id', integer)}`
const holdMemory = sql`${memory} ${locked}`
const insert = sql`INSERT INTO ${embeddings} (${into(embeddings)}) VALUES (${values(embeddings)})
  ${orReplacing(['space_id', 'memory_id'], ['embedding', 'content_hash'])}`
const key = sql`WHERE space_id = ${values(embeddings, 'space_id')} AND memory_id = ${values(embeddings, 'memory_id')}`
const byKey = sql`SELECT ${selected(embeddings)} FROM ${embeddings} ${key}`
const remove = sql`DELETE FROM ${embeddings} ${key}`
const vectorsAfter = (
  scope: Part<never>,
) => sql`SELECT ${computed('id', integer, 'e.memory_id')}, ${computed('embedding', floats, 'e.embedding')}
  FROM ${embeddings} e JOIN ${memories} m ON m.id = e.memory_id
  WHERE e.space_id = ${slot('space_id', embeddings.columns.space_id)} AND e.memory_id > ${slot('after', integer)} ${scope}
  ORDER BY e.memory_id LIMIT ${slot('limit', amount)}`
const memoryById = sql`SELECT ${selected(memories)} FROM ${memories} WHERE id = ${values(memories, 'id')}`

/**
 * In place of the one that the memory has in that space. False where there is no such memory or no such space; rejects with
 * `NotAllowed` `conflict` where the vector has other dimensions than its space.
 */
export async function saveMemoryEmbedding(on: Handle, given: NewMemoryEmbedding): Promise<boolean> {
  const { memory_id, space_id, embedding, content_hash = null } = given
  return on.transaction(async (inside) => {
    if ((await first(inside, holdMemory, { memory_id })) === null) return false
    const space = await getEmbeddingSpace(inside, space_id)
    if (space === null) return false
    refuseOther(space, embedding)
    await change(inside, insert, { space_id, memory_id, embedding, content_hash })
    return true
  })
}

/** Null where there is none. */
export async function getMemoryEmbedding(on: Handle, space_id: string, memory_id: number): Promise<MemoryEmbeddingRow | null> {
  return first(on, byKey, { space_id, memory_id })
}

/** False where there was none. */
export async function deleteMemoryEmbedding(on: Handle, space_id: string, memory_id: number): Promise<boolean> {
  return (await change(on, remove, { space_id, memory_id })) > 0
}

/**
 * The nearest first; of the same distance, the newest. Every embedding of the space, or of the session in it, is read and measured
 * here: exact, the same on every engine, and meant for some ten thousands. None where there is no such space; rejects as
 * `saveMemoryEmbedding`.
 */
export async function nearestMemories(
  on: Handle,
  space_id: string,
  vector: ArrayLike<number>,
  { limit = 10, session_id, active_only = false }: FindNear = {},
): Promise<readonly NearMemory[]> {
  amount.encode(limit, 'limit')
  const space = await getEmbeddingSpace(on, space_id)
  if (space === null) return []
  refuseOther(space, vector)
  // As the others are kept, or a vector would not be nearest to itself.
  const wanted = floats.decode(floats.encode(vector, 'vector'))
  const ofSession = session_id === undefined ? sql`` : sql`AND m.session_id = ${slot('session_id', integer)}`
  const page = vectorsAfter(sql`${ofSession} ${active_only ? sql`AND m.is_active = TRUE` : sql``}`)
  const near = nearest(limit)
  for (let after = 0; limit > 0;) {
    const read = await all(on, page, { space_id, after, limit: PAGE, session_id } as Parameters<typeof page.bind>[1])
    for (const { id, embedding } of read) near.offer({ id, distance: distance[space.metric](wanted, embedding) })
    const last = read.at(-1)
    if (last === undefined || read.length < PAGE) break
    after = last.id
  }
  const found: NearMemory[] = []
  for (const { id, distance: far } of near.all()) {
    const row = await first(on, memoryById, { id })
    // It may have been deleted meanwhile.
    if (row !== null) found.push({ ...row, distance: far })
  }
  return found
}

function refuseOther({ id, dimensions }: EmbeddingSpaceRow, { length }: ArrayLike<number>): void {
  if (length === dimensions) return
  throw new NotAllowed('conflict', `The space ${JSON.stringify(id)} has ${dimensions} dimensions, and this vector ${length}.`)
}
