// Owns: what of the line `agents` can be searched.
// Must not know: how.

import { type Searched, serial } from '../../search/search-index.ts'

export const logIndex: Searched = { name: 'session_logs_search', table: 'session_logs', key: serial, column: 'content' }
