// Owns: the line `vectors-indexed`: which migrations, in which order.
// Must not know: what they do, drivers, queries.

import { defineLine, type Line } from '@godwit/core'
import { createVectorColumns } from './migrations/001_vector_columns.ts'
import type { VectorsIndexedOptions } from './options.ts'

/**
 * Embeddings of the memories of `chat` in the engine's own column, with its index, for vectors of one number of dimensions. Under the
 * names that the line `chat` has; beside `vectors` or in its place. libSQL, and PostgreSQL with pgvector: on another engine its plan
 * is a refusal. With other dimensions it is another line of the same name, and refused as a changed one. Throws `RangeError` on
 * options that cannot be.
 */
export function vectorsIndexedLine(options: VectorsIndexedOptions): Line {
  return defineLine({
    name: 'vectors-indexed',
    dialects: ['libsql', 'postgres'],
    requires: ['chat>=001_base'],
    migrations: [createVectorColumns(options)],
  })
}
