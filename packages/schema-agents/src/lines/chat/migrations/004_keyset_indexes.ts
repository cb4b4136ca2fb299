// Owns: migration 004 of the line `chat`: the indexes that its queries read in order.
// Must not know: the queries' texts.

import type { Names } from '../../../sql/place.ts'
import { type AgentMigration, script, type ScriptWords } from '../../../sql/script.ts'

/**
 * The document's own indexes keep their names. On SQLite and InnoDB each ends in the table's `id` by itself; PostgreSQL has to be
 * told, or it sorts. On MySQL the key to `chat_sessions` has `idx_session_id` throughout, so that the new ones can be dropped.
 */
export function keysetIndexes(names: Names): AgentMigration {
  return {
    id: '004_keyset_indexes',
    description: 'Read messages and memories in the order of their ids',
    createdAt: new Date('2026-11-29T09:00:00.000Z'),
    up: script(names, (words) => [
      ...ADDED.map(([name, table, columns]) => created(words, name, table, columns)),
      ...widened(words, ([name, table, column]) => created(words, name, table, `${column}, id`)),
    ]),
    down: script(names, (words) => [
      ...widened(words, ([name, table, column]) => created(words, name, table, column)),
      ...ADDED.toReversed().flatMap(([name, table]) =>
        words.dialect === 'mysql' ? [`DROP INDEX ${words.object(name)} ON ${words.table(table)}`] : words.dropIndexIfExists(name),
      ),
    ]),
  }
}

type Index = readonly [name: string, table: string, columns: string]

const ADDED: readonly Index[] = [
  ['idx_message_role', 'chat_messages', 'session_id, is_user, id'],
  ['idx_memory_range', 'memories', 'session_id, is_active, start_message_id, end_message_id'],
  ['idx_memory_end', 'memories', 'session_id, end_message_id'],
]

const WIDENED: readonly Index[] = [
  ['idx_session_id', 'chat_messages', 'session_id'],
  ['idx_memory_active', 'memories', 'is_active'],
  ['idx_memory_persona', 'memories', 'persona_id'],
]

function widened(words: ScriptWords, anew: (index: Index) => string): readonly string[] {
  return words.dialect === 'postgres' ? WIDENED.flatMap((index) => [...words.dropIndexIfExists(index[0]), anew(index)]) : []
}

function created(words: ScriptWords, name: string, table: string, columns: string): string {
  return `CREATE INDEX ${words.object(name)} ON ${words.table(table)}(${columns})`
}
