// Owns: how embeddings of memories are saved, read and deleted, whichever table they are in and whose memories they are of.
// Must not know: which are near, models, clients.

import { locked, orReplacing } from '../sql/conflict.ts'
import { change, first, type Handle } from '../sql/handle.ts'
import type { Kind } from '../sql/kind.ts'
import { NotAllowed } from '../sql/not-allowed.ts'
import type { Part } from '../sql/part.ts'
import { sql } from '../sql/query.ts'
import { computed, into, selected, type Table, values } from '../sql/table.ts'
import type { EmbeddingSpaceRow, MemoryEmbeddingRow } from './rows.ts'
import type { SpaceFunctions } from './space-functions.ts'

export type EmbeddingTable<Id> = Table<{
  readonly space_id: Kind<string>
  readonly memory_id: Kind<Id>
  readonly embedding: Kind<ArrayLike<number>, Float32Array>
  readonly content_hash: Kind<string | null>
}>

/** `Id`: of the memory, a number in `chat` and a text in `assistants`. */
export interface NewMemoryEmbedding<Id = number> {
  readonly memory_id: Id
  readonly space_id: string
  readonly embedding: ArrayLike<number>
  /** @defaultValue null */
  readonly content_hash?: string | null
}

export interface EmbeddingFunctions<Id> {
  /**
   * In place of the one that the memory has in that space. False where there is no such memory or no such space; rejects with
   * `NotAllowed` `conflict` where the vector has other dimensions than its space.
   */
  readonly save: (on: Handle, given: NewMemoryEmbedding<Id>) => Promise<boolean>
  /** Null where there is none. */
  readonly get: (on: Handle, space_id: string, memory_id: Id) => Promise<MemoryEmbeddingRow<Id> | null>
  /** False where there was none. */
  readonly remove: (on: Handle, space_id: string, memory_id: Id) => Promise<boolean>
}

/** `memories`: the table whose `id` an embedding's `memory_id` is. */
export function embeddingFunctions<Id>(
  embeddings: EmbeddingTable<Id>,
  memories: Part,
  spaces: Pick<SpaceFunctions, 'get'>,
): EmbeddingFunctions<Id> {
  const holdMemory = sql`SELECT ${computed('id', embeddings.columns.memory_id as Kind<never, Id>, 'id')} FROM ${memories}
    WHERE id = ${values(embeddings, 'memory_id')} ${locked}`
  const insert = sql`INSERT INTO ${embeddings} (${into(embeddings)}) VALUES (${values(embeddings)})
    ${orReplacing(['space_id', 'memory_id'], ['embedding', 'content_hash'])}`
  const key = sql`WHERE space_id = ${values(embeddings, 'space_id')} AND memory_id = ${values(embeddings, 'memory_id')}`
  const byKey = sql`SELECT ${selected(embeddings)} FROM ${embeddings} ${key}`
  const remove = sql`DELETE FROM ${embeddings} ${key}`
  return {
    async save(on, { memory_id, space_id, embedding, content_hash = null }) {
      return on.transaction(async (inside) => {
        if ((await first(inside, holdMemory, { memory_id })) === null) return false
        const space = await spaces.get(inside, space_id)
        if (space === null) return false
        refuseOther(space, embedding)
        await change(inside, insert, { space_id, memory_id, embedding, content_hash })
        return true
      })
    },
    get: async (on, space_id, memory_id) => first(on, byKey, { space_id, memory_id }),
    remove: async (on, space_id, memory_id) => (await change(on, remove, { space_id, memory_id })) > 0,
  }
}

/** Throws `NotAllowed` `conflict` where the vector has other dimensions than the space. */
export function refuseOther({ id, dimensions }: EmbeddingSpaceRow, { length }: ArrayLike<number>): void {
  if (length === dimensions) return
  throw new NotAllowed('conflict', `The space ${JSON.stringify(id)} has ${dimensions} dimensions, and this vector ${length}.`)
}
