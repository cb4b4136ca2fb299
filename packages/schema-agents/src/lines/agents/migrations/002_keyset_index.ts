// Owns: migration 002_keyset_index of the line `agents`: a session's log in the order of its ids.
// Must not know: queries.

import { growing } from '../../../sql/in-order.ts'
import { NOTHING_TO_DO } from '../../../sql/nothing-to-do.ts'
import type { Names } from '../../../sql/place.ts'
import { type AgentMigration, script, type ScriptWords } from '../../../sql/script.ts'

/**
 * The document calls an application's own next migration `003`, which therefore comes after this one. The document's index keeps its name. On SQLite and InnoDB it ends in the table's `id` by itself; PostgreSQL has to be told, or it
 * sorts a session to show its end.
 */
export function keysetIndex(names: Names): AgentMigration {
  return {
    id: '002_keyset_index',
    description: 'Read session logs in the order of their ids',
    createdAt: new Date('2026-11-29T10:00:00.000Z'),
    up: script(names, (words) => anew(words, `session_id, ${growing(words, 'id')}`)),
    down: script(names, (words) => anew(words, 'session_id')),
  }
}

function anew(words: ScriptWords, columns: string): readonly string[] {
  if (words.dialect !== 'postgres') return NOTHING_TO_DO
  const name = 'idx_session_logs_session_id'
  return [...words.dropIndexIfExists(name), `CREATE INDEX ${words.object(name)} ON ${words.table('session_logs')}(${columns})`]
}
