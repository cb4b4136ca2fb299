// Owns: the line `vectors`: which migrations, in which order.
// Must not know: what they do, drivers, queries.

import { defineLine, type Line } from '@godwit/core'
import { DIALECTS, type Names } from '../../sql/place.ts'
import { createVectorTables } from './migrations/001_create_vector_tables.ts'

/** Under the names that the line `chat` has. */
export function vectorsLine(names: Names): Line {
  return defineLine({ name: 'vectors', dialects: DIALECTS, requires: ['chat>=001_base'], migrations: [createVectorTables(names)] })
}

/** Embeddings of the memories of `chat`, which stays as it is. */
export const vectors: Line = vectorsLine({})
