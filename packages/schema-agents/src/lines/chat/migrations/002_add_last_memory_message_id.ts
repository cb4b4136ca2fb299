// Owns: migration 002 of the line `chat`: the marker of a session.
// Must not know: what it is used for.

import type { Names } from '../../../sql/place.ts'
import type { AgentMigration } from '../../../sql/script.ts'
import { addedColumns } from './added-columns.ts'

export function addLastMemoryMessageId(names: Names): AgentMigration {
  return {
    id: '002_add_last_memory_message_id',
    description: 'Add the memory marker to chat_sessions',
    createdAt: new Date('2026-11-29T09:00:00.000Z'),
    ...addedColumns(names, 'chat_sessions', ['last_memory_message_id']),
  }
}
