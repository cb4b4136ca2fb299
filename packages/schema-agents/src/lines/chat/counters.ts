// Owns: how many messages there are.
// Must not know: what is in them.

import { first, type Handle } from '../../sql/handle.ts'
import { chatQueries } from './queries/chat-queries.ts'

/** 0 where there is no such session. */
export async function getMessageCount(on: Handle, session_id: number): Promise<number> {
  return (await first(on, chatQueries.get_message_count, { session_id }))?.total ?? 0
}

/** Of all sessions. */
export async function getTotalMessageCount(on: Handle): Promise<number> {
  return (await first(on, chatQueries.get_total_count, {}))?.total ?? 0
}

/** Null where it has no message. */
export async function getMaxMessageId(on: Handle, session_id: number): Promise<number | null> {
  return (await first(on, chatQueries.get_max_message_id, { session_id }))?.max_id ?? null
}
