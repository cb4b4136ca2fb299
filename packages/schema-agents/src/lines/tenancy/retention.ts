// Owns: how old messages go.
// Must not know: when they are old.

import { change, first, type Handle } from '../../sql/handle.ts'
import { conversationQueries } from './queries/conversation-queries.ts'
import { messageQueries } from './queries/message-queries.ts'

/** What the tenant saved before that moment, in all conversations or in one; returns how many. The conversations stay as they are. */
export async function deleteMessagesBefore(
  on: Handle,
  tenant_id: string,
  moment: Date | string,
  conversation_id?: string,
): Promise<number> {
  return conversation_id === undefined
    ? change(on, messageQueries.deleteSavedBefore, { tenant_id, moment })
    : change(on, messageQueries.deleteSavedBeforeOf, { tenant_id, conversation_id, moment })
}

/** All but the last `keep` of a conversation; returns how many. Who saves one meanwhile waits, and what he saves stays. */
export async function keepLastMessages(on: Handle, tenant_id: string, conversation_id: string, keep: number): Promise<number> {
  return on.transaction(async (inside) => {
    if ((await first(inside, conversationQueries.lock, { tenant_id, id: conversation_id })) === null) return 0
    const last = await first(inside, messageQueries.lastBeyond, { tenant_id, conversation_id, keep })
    return last === null ? 0 : change(inside, messageQueries.deleteThrough, { tenant_id, conversation_id, through: last.seq })
  })
}
