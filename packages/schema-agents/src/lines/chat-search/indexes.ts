// Owns: what of the line `chat` can be searched.
// Must not know: how.

import { type Searched, serial } from '../../search/search-index.ts'

export const messageIndex: Searched = { name: 'chat_messages_search', table: 'chat_messages', key: serial, column: 'message' }

export const memoryIndex: Searched = { name: 'memories_search', table: 'memories', key: serial, column: 'content' }
