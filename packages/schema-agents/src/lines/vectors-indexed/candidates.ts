// Owns: what the engine's index takes for near, with the vectors themselves.
// Must not know: which of them are the nearest.

import { all, type Handle } from '../../sql/handle.ts'
import { amount, integer } from '../../sql/kind.ts'
import type { Part } from '../../sql/part.ts'
import { objectName } from '../../sql/place.ts'
import { sql } from '../../sql/query.ts'
import { computed, slot } from '../../sql/table.ts'
import type { EmbeddingSpaceRow } from '../../vector/rows.ts'
import { memories } from '../chat/tables.ts'
import { onlyThere } from './only-there.ts'
import { embeddings } from './tables.ts'
import { vectorColumn } from './vector-column.ts'

export interface Candidate {
  readonly id: number
  readonly embedding: Float32Array
}

/** What libSQL's index gives at most, however many it is asked for. Asked for none, it ends the process. */
export const MOST_CANDIDATES = 200

const index: Part = { write: ({ place, text }) => text(objectName(place, 'idx_memory_vectors_nearest')) }
const few = sql`${slot('vector', vectorColumn)}`
const onLibsql = sql`vector_top_k('${index}', ${few}, ${slot('candidates', amount)}) n CROSS JOIN ${embeddings} e ON e.id = n.id`
const onPostgres = {
  cosine: sql`(SELECT * FROM ${embeddings} ORDER BY embedding <=> ${few} LIMIT ${slot('candidates', amount)}) e`,
  l2: sql`(SELECT * FROM ${embeddings} ORDER BY embedding <-> ${few} LIMIT ${slot('candidates', amount)}) e`,
}
const active = sql`AND m.is_active = TRUE`

/** The operator is chosen by the column's metric, and there is no index for another one. */
const asked = (postgres: Part<Near>, scope: Part) => sql`SELECT ${computed('id', integer, 'e.memory_id')},
  ${computed('embedding', vectorColumn, 'e.embedding')} FROM ${near(postgres)} JOIN ${memories} m ON m.id = e.memory_id
  WHERE e.space_id = ${slot('space_id', embeddings.columns.space_id)} ${scope}`

const everyone = { cosine: asked(onPostgres.cosine, sql``), l2: asked(onPostgres.l2, sql``) }
const activeOnly = { cosine: asked(onPostgres.cosine, active), l2: asked(onPostgres.l2, active) }

/** How far pgvector looks around, until the transaction ends; somebody may have set more for all. */
const lookFurther = sql`SELECT set_config('hnsw.ef_search',
  greatest(${slot('candidates', amount)}::integer, coalesce(nullif(current_setting('hnsw.ef_search', true), ''), '0')::integer)::text, true)`

interface Near {
  readonly vector: ArrayLike<number>
  readonly candidates: number
}

function near(postgres: Part<Near>): Part<Near> {
  return { write: (writer) => onlyThere<Part<Near>>(writer.place.dialect, { sqlite: onLibsql, postgres }).write(writer) }
}

/** Of this space among so many of all spaces, in no order. `candidates`: from 1 to `MOST_CANDIDATES`. */
export async function candidatesOf(
  on: Handle,
  space: EmbeddingSpaceRow,
  vector: ArrayLike<number>,
  candidates: number,
  active_only: boolean,
): Promise<readonly Candidate[]> {
  const query = (active_only ? activeOnly : everyone)[space.metric === 'l2' ? 'l2' : 'cosine']
  const params = { vector, candidates, space_id: space.id }
  if (on.place.dialect !== 'postgres') return all(on, query, params)
  return on.transaction(async (inside) => {
    await all(inside, lookFurther, { candidates })
    return all(inside, query, params)
  })
}
