// Owns: the line `assistants-vectors`: which migrations, in which order.
// Must not know: what they do, drivers, queries.

import { defineLine, type Line } from '@godwit/core'
import { DIALECTS, type Names } from '../../sql/place.ts'
import { createVectorTables } from './migrations/001_create_vector_tables.ts'

/** Under the names that the line `assistants` has. */
export function assistantsVectorsLine(names: Names): Line {
  return defineLine({
    name: 'assistants-vectors',
    dialects: DIALECTS,
    requires: ['assistants>=004_memories'],
    migrations: [createVectorTables(names)],
  })
}

/** Embeddings of the memories of `assistants`, which stays as it is. */
export const assistantsVectors: Line = assistantsVectorsLine({})
