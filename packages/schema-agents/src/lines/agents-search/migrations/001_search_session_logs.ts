// Owns: migration 001 of the line `agents-search`.
// Must not know: what is in a log.

import { searchIndex } from '../../../search/search-index.ts'
import type { Names } from '../../../sql/place.ts'
import type { AgentMigration } from '../../../sql/script.ts'
import { logIndex } from '../indexes.ts'

export function searchSessionLogsIndex(names: Names): AgentMigration {
  return {
    id: '001_search_session_logs',
    description: 'Make the words of session logs searchable',
    createdAt: new Date('2026-11-29T09:45:00.000Z'),
    ...searchIndex(names, logIndex),
  }
}
