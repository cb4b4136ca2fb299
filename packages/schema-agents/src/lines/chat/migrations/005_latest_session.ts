// Owns: migration 005 of the line `chat`: the session that was updated last without a look at the others, and messages of old sessions.
// Must not know: the queries' texts.

import { dropIndex } from '../../../sql/drop-index.ts'
import { growing } from '../../../sql/in-order.ts'
import type { Names } from '../../../sql/place.ts'
import { type AgentMigration, script, type ScriptWords } from '../../../sql/script.ts'

/** On PostgreSQL `idx_session_id` is the only index that gives the order of a session's messages: see `growing`. */
export function latestSession(names: Names): AgentMigration {
  return {
    id: '005_latest_session',
    description: 'Find the session that was updated last, and read messages by no other index',
    createdAt: new Date('2026-11-29T10:00:00.000Z'),
    up: script(names, (words) => [
      `CREATE INDEX ${words.object(NAME)} ON ${words.table('chat_sessions')}(updated_at)`,
      ...anew(words, growing(words, 'id')),
    ]),
    down: script(names, (words) => [...anew(words, 'id'), dropIndex(words, 'chat_sessions', NAME)]),
  }
}

const NAME = 'idx_session_updated'

function anew(words: ScriptWords, last: string): readonly string[] {
  if (words.dialect !== 'postgres') return []
  return [
    ...words.dropIndexIfExists('idx_session_id'),
    `CREATE INDEX ${words.object('idx_session_id')} ON ${words.table('chat_messages')}(session_id, ${last})`,
  ]
}
