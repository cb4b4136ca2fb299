// Owns: what of the line `gateway` can be searched.
// Must not know: how.

import { arrivalColumn, type Searched } from '../../search/search-index.ts'

export const messageIndex: Searched = { name: 'chat_messages_search', table: 'chat_messages', key: arrivalColumn, column: 'message' }
