// Owns: the line `assistants-search`: which migrations, in which order.
// Must not know: what they do, drivers, queries.

import { defineLine, type Line } from '@godwit/core'
import { DIALECTS, type Names } from '../../sql/place.ts'
import { searchMessagesIndex } from './migrations/001_search_messages.ts'
import { searchMemoriesIndex } from './migrations/002_search_memories.ts'

/** Under the names that the line `assistants` has. */
export function assistantsSearchLine(names: Names): Line {
  return defineLine({
    name: 'assistants-search',
    dialects: DIALECTS,
    requires: ['assistants>=004_memories'],
    migrations: [searchMessagesIndex(names), searchMemoriesIndex(names)],
  })
}

/** Search over the messages and memories of `assistants`: indexes beside its tables, which stay as they are. */
export const assistantsSearch: Line = assistantsSearchLine({})
