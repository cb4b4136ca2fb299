// Owns: migration 001 of the line `vectors`: spaces, and embeddings of memories.
// Must not know: distances.

import type { Names } from '../../../sql/place.ts'
import { type AgentMigration, script } from '../../../sql/script.ts'
import { METRICS } from '../../../vector/distance.ts'

/** The space first in the key: what is gone through is one space, in the order of the memories. */
export function createVectorTables(names: Names): AgentMigration {
  const bytes = { sqlite: 'BLOB', postgres: 'BYTEA', mysql: 'LONGBLOB' }
  return {
    id: '001_create_vector_tables',
    description: 'Create embedding_spaces and memory_embeddings',
    createdAt: new Date('2026-11-29T09:50:00.000Z'),
    up: script(names, (words) => [
      `CREATE TABLE ${words.table('embedding_spaces')} (
        id ${words.id} NOT NULL PRIMARY KEY,
        model ${words.text} NOT NULL,
        dimensions ${words.integer} NOT NULL CHECK (dimensions > 0),
        metric ${words.name(20)} NOT NULL CHECK (metric IN (${METRICS.map((metric) => `'${metric}'`).join(', ')}))
      )${words.options}`,
      `CREATE TABLE ${words.table('memory_embeddings')} (
        space_id ${words.id} NOT NULL,
        memory_id ${words.reference} NOT NULL,
        embedding ${bytes[words.dialect]} NOT NULL,
        content_hash ${words.name(191)},
        PRIMARY KEY (space_id, memory_id),
        FOREIGN KEY (space_id) REFERENCES ${words.table('embedding_spaces')}(id) ON DELETE CASCADE,
        FOREIGN KEY (memory_id) REFERENCES ${words.table('memories')}(id) ON DELETE CASCADE
      )${words.options}`,
      `CREATE INDEX ${words.object('idx_memory_embeddings_memory')} ON ${words.table('memory_embeddings')}(memory_id)`,
    ]),
    down: script(names, (words) => [
      ...words.dropIndexIfExists('idx_memory_embeddings_memory'),
      `DROP TABLE IF EXISTS ${words.table('memory_embeddings')}`,
      `DROP TABLE IF EXISTS ${words.table('embedding_spaces')}`,
    ]),
  }
}
