// Owns: what a program does with embedding spaces, whichever table they are in.
// Must not know: embeddings, clients.

import { orNothing } from '../sql/conflict.ts'
import { all, change, first, type Handle } from '../sql/handle.ts'
import type { Kind } from '../sql/kind.ts'
import { NotAllowed } from '../sql/not-allowed.ts'
import { sql } from '../sql/query.ts'
import { into, selected, type Table, values } from '../sql/table.ts'
import type { Metric } from './distance.ts'
import type { EmbeddingSpaceRow } from './rows.ts'

export type SpaceTable = Table<{
  readonly id: Kind<string>
  readonly model: Kind<string>
  readonly dimensions: Kind<number>
  readonly metric: Kind<Metric>
}>

export interface SpaceFunctions {
  /**
   * The space of that id, made if it is not there: ten who do so at once make one. Rejects with `NotAllowed` `conflict` where there is
   * another one of that id, and `word` on an unknown metric.
   */
  readonly ensure: (on: Handle, given: EmbeddingSpaceRow) => Promise<EmbeddingSpaceRow>
  /** Null where there is none of that id. */
  readonly get: (on: Handle, id: string) => Promise<EmbeddingSpaceRow | null>
  /** In the order of their ids. */
  readonly list: (on: Handle) => Promise<readonly EmbeddingSpaceRow[]>
  /** Its embeddings go with it. False where there is none of that id. */
  readonly remove: (on: Handle, id: string) => Promise<boolean>
}

export function spaceFunctions(spaces: SpaceTable): SpaceFunctions {
  const insert = sql`INSERT INTO ${spaces} (${into(spaces)}) VALUES (${values(spaces)}) ${orNothing(['id'])}`
  const byId = sql`SELECT ${selected(spaces)} FROM ${spaces} WHERE id = ${values(spaces, 'id')}`
  const list = sql`SELECT ${selected(spaces)} FROM ${spaces} ORDER BY id`
  const remove = sql`DELETE FROM ${spaces} WHERE id = ${values(spaces, 'id')}`
  const get: SpaceFunctions['get'] = async (on, id) => first(on, byId, { id })
  return {
    async ensure(on, given) {
      if (!Number.isSafeInteger(given.dimensions) || given.dimensions < 1) throw new TypeError('dimensions takes a whole number from 1.')
      const { id, model, dimensions, metric } = given
      await change(on, insert, { id, model, dimensions, metric })
      const there = await get(on, id)
      if (there?.model === model && there.dimensions === dimensions && there.metric === metric) return there
      throw new NotAllowed('conflict', `The space ${JSON.stringify(id)} is there, of another model, of other dimensions or another metric.`)
    },
    get,
    list: async (on) => all(on, list, {}),
    remove: async (on, id) => (await change(on, remove, { id })) > 0,
  }
}
