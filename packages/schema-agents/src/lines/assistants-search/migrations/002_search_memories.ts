// Owns: migration 002 of the line `assistants-search`.
// Must not know: messages.

import { searchIndex } from '../../../search/search-index.ts'
import type { Names } from '../../../sql/place.ts'
import type { AgentMigration } from '../../../sql/script.ts'
import { memoryIndex } from '../indexes.ts'

export function searchMemoriesIndex(names: Names): AgentMigration {
  return {
    id: '002_search_memories',
    description: 'Make the words of memories searchable',
    createdAt: new Date('2026-11-29T10:30:00.000Z'),
    ...searchIndex(names, memoryIndex),
  }
}
