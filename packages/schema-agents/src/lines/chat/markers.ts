// Owns: how far a session went into memories, and what came after that.
// Must not know: memories.

import { all, change, first, type Handle } from '../../sql/handle.ts'
import { chatQueries } from './queries/chat-queries.ts'
import { memoryQueries } from './queries/memory-queries.ts'
import type { ChatMessageRow } from './rows.ts'

export interface SinceMarker {
  /** Oldest first. */
  readonly messages: readonly ChatMessageRow[]
  readonly total: number
  /** There are more than `messages`, before them. */
  readonly truncated: boolean
}

/** False where there is no such session. Null: nothing went into a memory yet. */
export async function setLastMemoryMessageId(on: Handle, session_id: number, message_id: number | null): Promise<boolean> {
  return (await change(on, memoryQueries.set_last_memory_message_id, { last_memory_message_id: message_id, id: session_id })) > 0
}

/** 0 is 0, not null. Null also where there is no such session. */
export async function getLastMemoryMessageId(on: Handle, session_id: number): Promise<number | null> {
  return (await first(on, memoryQueries.get_last_memory_message_id, { id: session_id }))?.last_memory_message_id ?? null
}

/** The newest `limit` messages after the marker; of all where there is none. */
export async function getMessagesSinceMarker(on: Handle, session_id: number, limit = 100): Promise<SinceMarker> {
  const marker = await markerOf(on, session_id)
  // Counted first: what is saved in between is then not taken for something that was left out.
  const counted = await first(on, chatQueries.get_messages_since_marker_count, { session_id, marker })
  const messages = (await all(on, chatQueries.get_messages_since_marker, { session_id, marker, limit })).toReversed()
  const total = Math.max(counted?.total ?? 0, messages.length)
  return { messages, total, truncated: total > messages.length }
}

export async function countUserMessagesSinceMarker(on: Handle, session_id: number): Promise<number> {
  const marker = await markerOf(on, session_id)
  return (await first(on, chatQueries.count_user_messages_since_marker, { session_id, marker }))?.total ?? 0
}

/** Ids begin with 1: without a marker, everything comes after 0. */
async function markerOf(on: Handle, session_id: number): Promise<number> {
  return (await getLastMemoryMessageId(on, session_id)) ?? 0
}
