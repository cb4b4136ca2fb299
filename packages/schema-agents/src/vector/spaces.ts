// Owns: what a program does with embedding spaces that may have any dimensions and any metric.
// Must not know: embeddings, clients.

import { soughtText } from '../sql/key-text.ts'
import { oneOf, small, text } from '../sql/kind.ts'
import { table } from '../sql/table.ts'
import { METRICS } from './distance.ts'
import { type SpaceFunctions, spaceFunctions, type SpaceTable } from './space-functions.ts'

const spaces: SpaceTable = table('embedding_spaces', { id: soughtText(191), model: text, dimensions: small, metric: oneOf(METRICS) })
const functions = spaceFunctions(spaces)

/**
 * The space of that id, made if it is not there: ten who do so at once make one. Rejects with `NotAllowed` `conflict` where there is
 * another one of that id, and `word` on an unknown metric.
 */
export const ensureEmbeddingSpace: SpaceFunctions['ensure'] = functions.ensure

/** Null where there is none of that id. */
export const getEmbeddingSpace: SpaceFunctions['get'] = functions.get

/** In the order of their ids. */
export const listEmbeddingSpaces: SpaceFunctions['list'] = functions.list

/** Its embeddings go with it. False where there is none of that id. */
export const deleteEmbeddingSpace: SpaceFunctions['remove'] = functions.remove
