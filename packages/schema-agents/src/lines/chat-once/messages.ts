// Owns: messages that are saved once, however often it is tried.
// Must not know: how that is remembered.

import { appendOnce } from '../../once/append-once.ts'
import type { Handle } from '../../sql/handle.ts'
import { type NewMessage, saveMessages } from '../chat/messages.ts'
import { lockSession } from '../chat/sessions.ts'
import { appends } from './tables.ts'

/**
 * As `saveMessages`, into a session that is there: null where it is not. Again with the same `key` it writes nothing and returns the same
 * ids, whatever has become of those messages. `key`: the caller's own, 1 to 191 characters. Rejects with `NotAllowed` `conflict`
 * where it was used for other messages.
 */
export async function saveMessagesOnce(
  on: Handle,
  session_id: number,
  key: string,
  given: readonly NewMessage[],
): Promise<readonly number[] | null> {
  return appendOnce(on, appends, {
    session_id,
    key,
    given,
    hold: (inside) => lockSession(inside, session_id),
    append: (inside) => saveMessages(inside, given, session_id),
  })
}
