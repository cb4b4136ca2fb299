// Owns: the table of the line `chat-once`.
// Must not know: how it is made.

import { type Appends, appendsTable } from '../../once/appends.ts'
import { integer } from '../../sql/kind.ts'

export const appends: Appends<number> = appendsTable('chat_message_appends', integer)
