// Owns: messages that are saved once, however often it is tried.
// Must not know: how that is remembered.

import { type AppendOnce, appendingOnce } from '../../once/append-once.ts'
import { type NewMessage, saveMessages } from '../chat/messages.ts'
import { lockSession } from '../chat/sessions.ts'
import { appends } from './tables.ts'

/**
 * As `saveMessages`, into a session that is there: null where it is not. Again with the same `key` it writes nothing and returns the same
 * ids, whatever has become of those messages. `key`: the caller's own, 1 to 191 characters. Rejects with `NotAllowed` `conflict`
 * where it was used for other messages.
 */
export const saveMessagesOnce: AppendOnce<number, NewMessage> = appendingOnce(appends, {
  hold: lockSession,
  append: (inside, session_id, given) => saveMessages(inside, given, session_id),
})
