// Owns: migration 001 of the line `gateway`: the tables `sessions` and `chat_messages`.
// Must not know: indexes.

import type { Names } from '../../../sql/place.ts'
import { type AgentMigration, script } from '../../../sql/script.ts'
import { datedMessages, datedSessions } from './dated-tables.ts'

export function createInitialDatabase(names: Names): AgentMigration {
  return {
    id: '001',
    description: 'Create sessions and chat_messages tables',
    createdAt: new Date('2026-11-29T10:00:00.000Z'),
    up: script(names, (words) => [datedSessions(words, 'sessions'), datedMessages(words, 'chat_messages')]),
    down: script(names, (words) => [
      `DROP TABLE IF EXISTS ${words.table('chat_messages')}`,
      `DROP TABLE IF EXISTS ${words.table('sessions')}`,
    ]),
  }
}
