// Owns: the tables of embedding spaces and of embeddings of memories, as a migration makes and takes them away.
// Must not know: whose memories they are, distances.

import type { Names } from '../sql/place.ts'
import { type AgentMigration, script, type ScriptWords } from '../sql/script.ts'
import { METRICS } from './distance.ts'

/** The space first in the key: what is gone through is one space, in the order of the memories. `memoryId`: the type of their key. */
export function embeddingTables(names: Names, memoryId: (words: ScriptWords) => string): Pick<AgentMigration, 'up' | 'down'> {
  const bytes = { sqlite: 'BLOB', postgres: 'BYTEA', mysql: 'LONGBLOB' }
  return {
    up: script(names, (words) => [
      `CREATE TABLE ${words.table('embedding_spaces')} (
        id ${words.id} NOT NULL PRIMARY KEY,
        model ${words.text} NOT NULL,
        dimensions ${words.integer} NOT NULL CHECK (dimensions > 0),
        metric ${words.name(20)} NOT NULL CHECK (metric IN (${METRICS.map((metric) => `'${metric}'`).join(', ')}))
      )${words.options}`,
      `CREATE TABLE ${words.table('memory_embeddings')} (
        space_id ${words.id} NOT NULL,
        memory_id ${memoryId(words)} NOT NULL,
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
