// Owns: migration 006 of the line `chat`: sessions and active memories in the orders in which they are listed.
// Must not know: the queries' texts.

import { growing } from '../../../sql/in-order.ts'
import { nothingToDoWith } from '../../../sql/nothing-to-do.ts'
import type { Names } from '../../../sql/place.ts'
import { type AgentMigration, script, type ScriptWords } from '../../../sql/script.ts'

/** Only on PostgreSQL: elsewhere an index ends in the key by itself. Of `idx_memory_active` see `growing`. */
export function pagesInOrder(names: Names): AgentMigration {
  return {
    id: '006_pages_in_order',
    description: 'Read sessions and active memories in the order of their lists',
    createdAt: new Date('2026-11-30T10:00:00.000Z'),
    up: script(names, (words) => anew(words, 'updated_at, id', growing(words, 'id'))),
    down: script(names, (words) => anew(words, 'updated_at', 'id')),
  }
}

function anew(words: ScriptWords, ofSessions: string, ofMemories: string): readonly string[] {
  if (words.dialect !== 'postgres') return nothingToDoWith(words, 'chat_sessions')
  return [
    ...words.dropIndexIfExists('idx_session_updated'),
    `CREATE INDEX ${words.object('idx_session_updated')} ON ${words.table('chat_sessions')}(${ofSessions})`,
    ...words.dropIndexIfExists('idx_memory_active'),
    `CREATE INDEX ${words.object('idx_memory_active')} ON ${words.table('memories')}(is_active, ${ofMemories})`,
  ]
}
