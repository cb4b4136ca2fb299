// Owns: the nearest of all embeddings of a space, each read and measured here, whichever table they are in and whose memories they are of.
// Must not know: indexes, which memories are asked for, clients.

import { all, first, type Handle } from '../sql/handle.ts'
import { amount, integer, type Kind } from '../sql/kind.ts'
import type { Part } from '../sql/part.ts'
import { type Query, sql } from '../sql/query.ts'
import { type Columns, computed, type OutOf, selected, slot, type Table, values } from '../sql/table.ts'
import { distance } from './distance.ts'
import { type EmbeddingTable, refuseOther } from './embedding-functions.ts'
import { floats } from './floats.ts'
import { type Near, nearest } from './nearest.ts'
import type { EmbeddingSpaceRow } from './rows.ts'
import type { SpaceFunctions } from './space-functions.ts'

/** What is searched: `wanted` has the numbers as they are kept, or a vector would not be nearest to itself. */
export interface Wanted {
  readonly space: EmbeddingSpaceRow
  readonly wanted: Float32Array
  readonly limit: number
}

/** `distance`: the smaller, the nearer. */
export type AtDistance<Row> = Row & { readonly distance: number }

export interface Measured<Id, Row> {
  /** Exact, and the same on every engine. Nearest first; of the same distance, the newest. `condition`: on the memories, as `m`. */
  near(on: Handle, wanted: Wanted, condition: Part | undefined): Promise<readonly Near<Id>[]>
  /** The memories themselves, in that order. One that was deleted meanwhile is left out. */
  memories(on: Handle, near: readonly Near<Id>[]): Promise<readonly AtDistance<Row>[]>
}

const PAGE = 500

/** Null where there is no such space. Rejects with `NotAllowed` `conflict` where the vector has other dimensions than it. */
export async function wantedIn(
  on: Handle,
  spaces: Pick<SpaceFunctions, 'get'>,
  space_id: string,
  vector: ArrayLike<number>,
  limit: number,
): Promise<Wanted | null> {
  amount.encode(limit, 'limit')
  const space = await spaces.get(on, space_id)
  if (space === null) return null
  refuseOther(space, vector)
  return { space, wanted: floats.decode(floats.encode(vector, 'vector')), limit }
}

/** `arrival`: the column of the memories that grows with every row. */
export function measured<Id, Of extends Columns>(
  embeddings: EmbeddingTable<Id>,
  memories: Table<Of & { readonly id: Kind<Id> }>,
  arrival: string,
): Measured<Id, OutOf<Of>> {
  const { memory_id, space_id, embedding } = embeddings.columns
  const behind = sql`AND e.memory_id > ${slot('after', memory_id)}`
  const byId = sql`SELECT ${selected(memories)} FROM ${memories} WHERE id = ${values(memories, 'id')}` as Query<object, OutOf<Of>>
  const page = (scope: Part): Query<object, Omit<Near<Id>, 'distance'> & { readonly embedding: Float32Array }> =>
    sql`SELECT ${computed('id', memory_id as Kind<never, Id>, 'e.memory_id')}, ${computed('arrival', integer, `m.${arrival}`)},
      ${computed('embedding', embedding, 'e.embedding')} FROM ${embeddings} e JOIN ${memories} m ON m.id = e.memory_id
      WHERE e.space_id = ${slot('space_id', space_id)} ${scope} ORDER BY e.memory_id LIMIT ${slot('limit', amount)}` as ReturnType<
      typeof page
    >
  return {
    async near(on, { space, wanted, limit }, condition) {
      const scope = condition === undefined ? sql`` : sql`AND ${condition}`
      const [begin, further] = [page(scope), page(sql`${behind} ${scope}` as Part)]
      const near = nearest<Id>(limit)
      for (let query = begin, after: Id | undefined; limit > 0; query = further) {
        const read = await all(on, query, { space_id: space.id, after, limit: PAGE })
        for (const { id, arrival, embedding } of read) near.offer({ id, arrival, distance: distance[space.metric](wanted, embedding) })
        after = read.at(-1)?.id
        if (read.length < PAGE) break
      }
      return near.all()
    },
    async memories(on, near) {
      const found: AtDistance<OutOf<Of>>[] = []
      for (const { id, distance: far } of near) {
        const row = await first(on, byId, { id })
        if (row !== null) found.push({ ...row, distance: far })
      }
      return found
    },
  }
}
