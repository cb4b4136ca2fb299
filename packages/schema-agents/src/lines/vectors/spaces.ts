// Owns: what a program does with embedding spaces.
// Must not know: embeddings, clients.

import { orNothing } from '../../sql/conflict.ts'
import { all, change, first, type Handle } from '../../sql/handle.ts'
import { NotAllowed } from '../../sql/not-allowed.ts'
import { sql } from '../../sql/query.ts'
import { into, selected, values } from '../../sql/table.ts'
import type { EmbeddingSpaceRow } from './rows.ts'
import { spaces } from './tables.ts'

const insert = sql`INSERT INTO ${spaces} (${into(spaces)}) VALUES (${values(spaces)}) ${orNothing(['id'])}`
const byId = sql`SELECT ${selected(spaces)} FROM ${spaces} WHERE id = ${values(spaces, 'id')}`
const list = sql`SELECT ${selected(spaces)} FROM ${spaces} ORDER BY id`
const remove = sql`DELETE FROM ${spaces} WHERE id = ${values(spaces, 'id')}`

/**
 * The space of that id, made if it is not there: ten who do so at once make one. Rejects with `NotAllowed` `conflict` where there is
 * another one of that id, and `word` on an unknown metric.
 */
export async function ensureEmbeddingSpace(on: Handle, given: EmbeddingSpaceRow): Promise<EmbeddingSpaceRow> {
  if (!Number.isSafeInteger(given.dimensions) || given.dimensions < 1) throw new TypeError('dimensions takes a whole number from 1.')
  const { id, model, dimensions, metric } = given
  const space = { id, model, dimensions, metric }
  await change(on, insert, space)
  const there = await getEmbeddingSpace(on, id)
  if (there?.model === model && there.dimensions === dimensions && there.metric === metric) return there
  throw new NotAllowed('conflict', `The space ${JSON.stringify(id)} is there, of another model, of other dimensions or another metric.`)
}

/** Null where there is none of that id. */
export async function getEmbeddingSpace(on: Handle, id: string): Promise<EmbeddingSpaceRow | null> {
  return first(on, byId, { id })
}

/** In the order of their ids. */
export async function listEmbeddingSpaces(on: Handle): Promise<readonly EmbeddingSpaceRow[]> {
  return all(on, list, {})
}

/** Its embeddings go with it. False where there is none of that id. */
export async function deleteEmbeddingSpace(on: Handle, id: string): Promise<boolean> {
  return (await change(on, remove, { id })) > 0
}
