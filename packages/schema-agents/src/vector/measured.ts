// Owns: the nearest of all embeddings of a space, each read and measured here, whichever table they are in.
// Must not know: indexes, clients.

import { memories } from '../lines/chat/tables.ts'
import { all, first, type Handle } from '../sql/handle.ts'
import { amount, integer } from '../sql/kind.ts'
import { sql } from '../sql/query.ts'
import { computed, selected, slot, values } from '../sql/table.ts'
import { distance } from './distance.ts'
import type { EmbeddingTable } from './embedding-functions.ts'
import { type Near, nearest } from './nearest.ts'
import type { EmbeddingSpaceRow, NearMemory } from './rows.ts'

export interface FindNear {
  /** @defaultValue 10 */
  readonly limit?: number
  /** Of all sessions, and of none, unless given. */
  readonly session_id?: number
  /** @defaultValue false */
  readonly active_only?: boolean
}

/** What is searched: `wanted` has the numbers as they are kept, or a vector would not be nearest to itself. */
export interface Wanted {
  readonly space: EmbeddingSpaceRow
  readonly wanted: Float32Array
  readonly limit: number
}

const PAGE = 500

const ofSession = sql`AND m.session_id = ${slot('session_id', integer)}`
const active = sql`AND m.is_active = TRUE`
const memoryById = sql`SELECT ${selected(memories)} FROM ${memories} WHERE id = ${values(memories, 'id')}`

/** Exact, and the same on every engine. Nearest first; of the same distance, the newest. */
export function measured(
  embeddings: EmbeddingTable,
): (on: Handle, wanted: Wanted, find: Omit<FindNear, 'limit'>) => Promise<readonly Near[]> {
  return async (on, { space, wanted, limit }, { session_id, active_only = false }) => {
    const page = sql`SELECT ${computed('id', integer, 'e.memory_id')}, ${computed('embedding', embeddings.columns.embedding, 'e.embedding')}
      FROM ${embeddings} e JOIN ${memories} m ON m.id = e.memory_id
      WHERE e.space_id = ${slot('space_id', embeddings.columns.space_id)} AND e.memory_id > ${slot('after', integer)}
      ${session_id === undefined ? sql`` : ofSession} ${active_only ? active : sql``}
      ORDER BY e.memory_id LIMIT ${slot('limit', amount)}`
    const near = nearest(limit)
    for (let after = 0; limit > 0;) {
      const read = await all(on, page, { space_id: space.id, after, limit: PAGE, session_id } as Parameters<typeof page.bind>[1])
      for (const { id, embedding } of read) near.offer({ id, distance: distance[space.metric](wanted, embedding) })
      const last = read.at(-1)
      if (last === undefined || read.length < PAGE) break
      after = last.id
    }
    return near.all()
  }
}

/** The memories themselves, in that order. One that was deleted meanwhile is left out. */
export async function memoriesOf(on: Handle, near: readonly Near[]): Promise<readonly NearMemory[]> {
  const found: NearMemory[] = []
  for (const { id, distance: far } of near) {
    const row = await first(on, memoryById, { id })
    if (row !== null) found.push({ ...row, distance: far })
  }
  return found
}
