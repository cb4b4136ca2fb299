// Owns: how old messages go.
// Must not know: when they are old.

import { change, first, type Handle } from '../../sql/handle.ts'
import { conversationQueries } from './queries/conversation-queries.ts'
import { messageQueries } from './queries/message-queries.ts'

/** Of all conversations of the tenant, what was saved before that moment. How many there were. The conversations stay as they are. */
export async function deleteMessagesBefore(on: Handle, tenant_id: string, moment: Date | string): Promise<number> {
  return change(on, messageQueries.deleteSavedBefore, { tenant_id, before: moment })
}

/** All messages of a conversation but the last `kept`. How many there were. Where the conversation stands in lists does not change. */
export async function keepLastMessages(on: Handle, tenant_id: string, conversation_id: string, kept: number): Promise<number> {
  return on.transaction(async (inside) => {
    if ((await first(inside, conversationQueries.lock, { tenant_id, id: conversation_id })) === null) return 0
    const last = await first(inside, messageQueries.lastBeyond, { tenant_id, conversation_id, kept })
    return last === null ? 0 : change(inside, messageQueries.deleteThrough, { tenant_id, conversation_id, through: last.seq })
  })
}
