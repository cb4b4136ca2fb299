// Owns: the line `chat-search`: which migrations, in which order.
// Must not know: what they do, drivers, queries.

import { defineLine, type Line } from '@godwit/core'
import { DIALECTS, type Names } from '../../sql/place.ts'
import { searchMessagesIndex } from './migrations/001_search_messages.ts'
import { searchMemoriesIndex } from './migrations/002_search_memories.ts'

/** Under the names that the line `chat` has. */
export function chatSearchLine(names: Names): Line {
  return defineLine({
    name: 'chat-search',
    dialects: DIALECTS,
    requires: ['chat>=004_keyset_indexes'],
    migrations: [searchMessagesIndex(names), searchMemoriesIndex(names)],
  })
}

/** Search over the messages and memories of `chat`: indexes beside its tables, which stay as they are. */
export const chatSearch: Line = chatSearchLine({})
