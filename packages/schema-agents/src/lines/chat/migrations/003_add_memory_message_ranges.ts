// Owns: migration 003 of the line `chat`: which messages a memory stands for.
// Must not know: sessions.

import type { Names } from '../../../sql/place.ts'
import type { AgentMigration } from '../../../sql/script.ts'
import { addedColumns } from './added-columns.ts'

export function addMemoryMessageRanges(names: Names): AgentMigration {
  return {
    id: '003_add_memory_message_ranges',
    description: 'Add the range of messages to memories',
    createdAt: new Date('2026-11-29T09:00:00.000Z'),
    ...addedColumns(names, 'memories', ['start_message_id', 'end_message_id']),
  }
}
