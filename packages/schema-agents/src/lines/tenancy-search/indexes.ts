// Owns: what of the line `tenancy` can be searched.
// Must not know: how.

import type { Searched } from '../../search/search-index.ts'
import type { PerDialect } from '../../sql/place.ts'

/** Its ids are texts; beside them a message has a number that grows with every row. */
const key: PerDialect<string> = { sqlite: 'seq', postgres: 'seq', mysql: 'seq' }

export const messageIndex: Searched = { name: 'messages_search', table: 'messages', key, column: 'content' }
