// Owns: what comes first of every change of a conversation: its row, and the moment of the change.
// Must not know: what is changed.

import { change, first, type Handle } from '../../sql/handle.ts'
import { conversationQueries } from './queries/conversation-queries.ts'
import type { Conversation } from './rows.ts'

/** In a conversation's own change: the moment is also its revision, and grows with every one. */
export async function nextRevision(on: Handle, found: Parameters<typeof nextMoment>[1]): Promise<string> {
  return nextMoment(on, { ...found, updated_at: new Date(Date.parse(found.updated_at) + 1).toISOString() })
}

/**
 * Now, or later where the user's conversations are ahead of this clock: what is changed last is first in the list, also within one
 * millisecond, and also where two machines' clocks differ.
 */
export async function nextMoment(
  on: Handle,
  { id, tenant_id, user_id, updated_at }: Pick<Conversation, 'id' | 'tenant_id' | 'user_id' | 'updated_at'>,
): Promise<string> {
  const other = await first(on, conversationQueries.lastOther, { tenant_id, user_id, id })
  const ahead = other === null ? 0 : Date.parse(other.updated_at) + 1
  return new Date(Math.max(Date.now(), Date.parse(updated_at), ahead)).toISOString()
}

/**
 * The conversation, and whoever else writes to it waits until this transaction ends: so `seq` grows in the order of the commits, and a
 * reader who asks for what comes after the last one he saw misses nothing. Null where the tenant has none of that id, or it is deleted.
 */
export async function touched(inside: Handle, tenant_id: string, id: string): Promise<Conversation | null> {
  const found = await first(inside, conversationQueries.lock, { tenant_id, id })
  if (found === null || found.is_deleted) return null
  const updated_at = await nextMoment(inside, found)
  await change(inside, conversationQueries.touch, { updated_at, tenant_id, id })
  return { ...found, updated_at }
}
