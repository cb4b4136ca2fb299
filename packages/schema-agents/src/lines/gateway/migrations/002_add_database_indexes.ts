// Owns: migration 002 of the line `gateway`: its indexes.
// Must not know: what becomes of them later.

import type { Names } from '../../../sql/place.ts'
import { type AgentMigration, script } from '../../../sql/script.ts'
import { ofSession } from './dated-tables.ts'
import { created, dropped, LASTING, timed } from './indexes.ts'

/**
 * InnoDB needs an index under a foreign key: it made one of its own, gave that up for the first of these, and refuses to let
 * the last one go. On the way down the key is therefore dropped before them and made again after them.
 */
export function addDatabaseIndexes(names: Names): AgentMigration {
  const indexes = [...LASTING, ...timed('at')]
  return {
    id: '002',
    description: 'Add indexes to sessions and chat_messages',
    createdAt: new Date('2026-11-29T10:00:00.000Z'),
    up: script(names, (words) => created(words, indexes)),
    down: script(names, (words) => {
      const drops = dropped(words, indexes)
      if (words.dialect !== 'mysql') return drops
      const messages = words.table('chat_messages')
      return [
        `ALTER TABLE ${messages} DROP FOREIGN KEY ${words.object('fk_chat_messages_session_id')}`,
        ...drops,
        `ALTER TABLE ${messages} ADD ${ofSession(words)}`,
      ]
    }),
  }
}
