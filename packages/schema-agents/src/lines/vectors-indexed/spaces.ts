// Owns: what a program does with the embedding spaces of the line `vectors-indexed`.
// Must not know: embeddings, clients.

import { first } from '../../sql/handle.ts'
import { NotAllowed } from '../../sql/not-allowed.ts'
import { sql } from '../../sql/query.ts'
import { selected } from '../../sql/table.ts'
import { type SpaceFunctions, spaceFunctions } from '../../vector/space-functions.ts'
import { made, spaces } from './tables.ts'

const functions = spaceFunctions(spaces)
const madeFor = sql`SELECT ${selected(made)} FROM ${made}`

/**
 * The space of that id, made if it is not there: ten who do so at once make one. Rejects with `NotAllowed` `conflict` where there is
 * another one of that id, or where the line was made for other dimensions or another metric, and `word` on an unknown metric.
 */
export const ensureEmbeddingSpace: SpaceFunctions['ensure'] = async (on, given) => {
  const line = await first(on, madeFor, {})
  spaces.columns.metric.encode(given.metric, 'metric')
  const fits = line === null || !(given.dimensions >= 1) || (line.dimensions === given.dimensions && line.metric === given.metric)
  if (fits) return functions.ensure(on, given)
  throw new NotAllowed(
    'conflict',
    `The line vectors-indexed is here for ${line.dimensions} dimensions and the metric ${line.metric}: no space of ${given.dimensions} and ${given.metric}.`,
  )
}

/** Null where there is none of that id. */
export const getEmbeddingSpace: SpaceFunctions['get'] = functions.get

/** In the order of their ids. */
export const listEmbeddingSpaces: SpaceFunctions['list'] = functions.list

/** Its embeddings go with it. False where there is none of that id. */
export const deleteEmbeddingSpace: SpaceFunctions['remove'] = functions.remove
