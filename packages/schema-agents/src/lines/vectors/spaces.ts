// Owns: what a program does with the embedding spaces of the line `vectors`.
// Must not know: embeddings, clients.

import { type SpaceFunctions, spaceFunctions } from '../../vector/space-functions.ts'
import { spaces } from './tables.ts'

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
