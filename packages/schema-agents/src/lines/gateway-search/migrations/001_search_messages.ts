// Owns: migration 001 of the line `gateway-search`.
// Must not know: queries.

import { searchIndex } from '../../../search/search-index.ts'
import type { Names } from '../../../sql/place.ts'
import type { AgentMigration } from '../../../sql/script.ts'
import { messageIndex } from '../indexes.ts'

export function searchMessagesIndex(names: Names): AgentMigration {
  return {
    id: '001_search_messages',
    description: 'Make the words of messages searchable',
    createdAt: new Date('2026-11-30T03:30:00.000Z'),
    ...searchIndex(names, messageIndex),
  }
}
