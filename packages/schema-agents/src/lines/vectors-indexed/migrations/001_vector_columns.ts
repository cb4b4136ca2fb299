// Owns: migration 001 of the line `vectors-indexed`: spaces, and embeddings of memories in a column that the engine has an index for.
// Must not know: what is asked of it.

import type { MigrationFor } from '@godwit/core'
import { script } from '../../../sql/script.ts'
import { onlyThere } from '../only-there.ts'
import { checked, type VectorsIndexedOptions } from '../options.ts'
import { PGVECTOR_IS_THERE } from '../pgvector-is-there.ts'

/**
 * Rows are told apart by a number that is never given twice: libSQL's index knows them by it, and keeps those of a `DELETE` without a
 * `WHERE`. Its neighbours are kept in 8 bits: a third of the size and half of the time to write, for the same finds.
 */
export function createVectorColumns(options: VectorsIndexedOptions): MigrationFor<'libsql' | 'postgres'> {
  const { dimensions, metric } = checked(options)
  const { prefix, schema } = options
  const names = { ...(prefix === undefined ? {} : { prefix }), ...(schema === undefined ? {} : { schema }) }
  const operators = { cosine: 'vector_cosine_ops', l2: 'vector_l2_ops' }
  const up = script(names, (words) => {
    if (words.dialect === 'mysql') return []
    const embeddings = words.table('memory_vectors')
    const column = onlyThere(words.dialect, { sqlite: `F32_BLOB(${dimensions})`, postgres: `vector(${dimensions})` })
    const nearest = onlyThere(words.dialect, {
      sqlite: `${embeddings}(libsql_vector_idx(embedding, 'metric=${metric}', 'compress_neighbors=float8'))`,
      postgres: `${embeddings} USING hnsw (embedding ${operators[metric]})`,
    })
    return [
      ...onlyThere(words.dialect, { sqlite: [], postgres: [PGVECTOR_IS_THERE] }),
      `CREATE TABLE ${words.table('vector_columns')} (
        dimensions ${words.integer} NOT NULL,
        metric ${words.name(20)} NOT NULL,
        PRIMARY KEY (dimensions, metric)
      )${words.options}`,
      `CREATE TABLE ${words.table('vector_spaces')} (
        id ${words.id} NOT NULL PRIMARY KEY,
        model ${words.text} NOT NULL,
        dimensions ${words.integer} NOT NULL,
        metric ${words.name(20)} NOT NULL,
        FOREIGN KEY (dimensions, metric) REFERENCES ${words.table('vector_columns')}(dimensions, metric)
      )${words.options}`,
      `CREATE TABLE ${embeddings} (
        id ${words.serial},
        space_id ${words.id} NOT NULL,
        memory_id ${words.reference} NOT NULL,
        embedding ${column} NOT NULL,
        content_hash ${words.name(191)},
        UNIQUE (space_id, memory_id),
        FOREIGN KEY (space_id) REFERENCES ${words.table('vector_spaces')}(id) ON DELETE CASCADE,
        FOREIGN KEY (memory_id) REFERENCES ${words.table('memories')}(id) ON DELETE CASCADE
      )${words.options}`,
      `CREATE INDEX ${words.object('idx_memory_vectors_memory')} ON ${embeddings}(memory_id)`,
      `CREATE INDEX ${words.object('idx_memory_vectors_nearest')} ON ${nearest}`,
      `INSERT INTO ${words.table('vector_columns')} (dimensions, metric) VALUES (${dimensions}, '${metric}')`,
    ]
  })
  const down = script(names, (words) => [
    ...words.dropIndexIfExists('idx_memory_vectors_nearest'),
    ...words.dropIndexIfExists('idx_memory_vectors_memory'),
    `DROP TABLE IF EXISTS ${words.table('memory_vectors')}`,
    `DROP TABLE IF EXISTS ${words.table('vector_spaces')}`,
    `DROP TABLE IF EXISTS ${words.table('vector_columns')}`,
  ])
  return {
    // Where there is neither, the refusal of core names the migration.
    id: '001_vector_columns_of_libsql_or_pgvector',
    description: `Create vector_spaces and memory_vectors for ${dimensions} dimensions`,
    createdAt: new Date('2026-11-29T12:40:00.000Z'),
    up: { libsql: up.sqlite, postgres: up.postgres },
    down: { libsql: down.sqlite, postgres: down.postgres },
  }
}
