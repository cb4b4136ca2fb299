// Owns: messages as they are read: for people, for a model, page by page.
// Must not know: who writes them.

import { byIndex } from '../../sql/by-index.ts'
import { all, type Handle } from '../../sql/handle.ts'
import { amount, bool, integer } from '../../sql/kind.ts'
import { sql } from '../../sql/query.ts'
import { backwards, forwards } from '../../sql/in-order.ts'
import { computed, selected, slot, values } from '../../sql/table.ts'
import { chatQueries } from './queries/chat-queries.ts'
import type { ChatMessageRow } from './rows.ts'
import { getCurrentSessionId } from './sessions.ts'
import { memories, messages, sessions } from './tables.ts'

/** `memorized`: a memory stands for it. */
export type HistoryMessage = ChatMessageRow & { readonly memorized: boolean }

/** As chat models take it. */
export interface ContextMessage {
  readonly role: 'user' | 'assistant'
  readonly content: string
}

export interface HistoryWindow {
  /** The newest one unless given. */
  readonly session_id?: number
  /** @defaultValue 30 */
  readonly limit?: number
  /** How many of the newest are left out. @defaultValue 0 */
  readonly offset?: number
}

const limit = slot('limit', amount)
const ofSession = sql`FROM ${messages} ${byIndex('idx_session_id')} WHERE session_id = ${values(messages, 'session_id')}`
const rangesOf = sql`SELECT 1 FROM ${memories} r WHERE r.session_id = ${values(messages, 'session_id')} AND r.start_message_id IS NOT NULL AND r.end_message_id IS NOT NULL`

// The page first, or what is asked of each message is asked of those before the page too. The marker says something only where no
// memory says it better: where one is turned off, its messages are not remembered.
const history = sql`SELECT ${selected(messages)}, ${computed('memorized', bool, 'memorized')} FROM (
  SELECT m.*, CASE
    WHEN EXISTS (${rangesOf} AND r.is_active = TRUE AND r.start_message_id <= m.id AND r.end_message_id >= m.id) THEN 1
    WHEN m.id <= s.last_memory_message_id AND NOT EXISTS (${rangesOf}) THEN 1
    ELSE 0 END AS memorized
  FROM (
    SELECT * ${ofSession} ORDER BY id ${backwards} LIMIT ${limit} OFFSET ${slot('offset', amount)}
  ) m JOIN ${sessions} s ON s.id = m.session_id WHERE s.id = ${values(messages, 'session_id')}) page
  ORDER BY id`

const after = sql`SELECT ${selected(messages)} ${ofSession} AND id > ${slot('after', integer)} ORDER BY id ${forwards} LIMIT ${limit}`
const before = sql`SELECT ${selected(messages)} ${ofSession} AND id < ${slot('before', integer)} ORDER BY id ${backwards} LIMIT ${limit}`

/** The newest `limit` after the newest `offset`, oldest first. */
export async function getChatHistory(
  on: Handle,
  { session_id: given, limit: max = 30, offset = 0 }: HistoryWindow = {},
): Promise<readonly HistoryMessage[]> {
  const session_id = await sessionOf(on, given)
  return session_id === null ? [] : all(on, history, { session_id, limit: max, offset })
}

/**
 * The last `limit` messages, oldest first; of several in a row from the same side one is made, with a blank line in between, since
 * chat models want the sides to alternate. One from the assistant at the beginning stays there.
 */
export async function getConversationContext(
  on: Handle,
  { session_id: given, limit: max = 10 }: { readonly session_id?: number; readonly limit?: number } = {},
): Promise<readonly ContextMessage[]> {
  const session_id = await sessionOf(on, given)
  if (session_id === null) return []
  const rows = await all(on, chatQueries.get_conversation_context, { session_id, limit: max })
  const merged: ContextMessage[] = []
  for (const { message, is_user } of rows.toReversed()) {
    const role = is_user ? 'user' : 'assistant'
    const last = merged.at(-1)
    if (last?.role === role) merged[merged.length - 1] = { role, content: `${last.content}\n\n${message}` }
    else merged.push({ role, content: message })
  }
  return merged
}

/** The next `limit` after that id, in order: what is saved meanwhile moves no page. From the beginning: `0`. */
export async function messagesAfter(on: Handle, session_id: number, id: number, max = 50): Promise<readonly ChatMessageRow[]> {
  return all(on, after, { session_id, after: id, limit: max })
}

/** The last `limit` before that id, in order. */
export async function messagesBefore(on: Handle, session_id: number, id: number, max = 50): Promise<readonly ChatMessageRow[]> {
  return (await all(on, before, { session_id, before: id, limit: max })).toReversed()
}

async function sessionOf(on: Handle, given: number | undefined): Promise<number | null> {
  return given === undefined ? getCurrentSessionId(on) : given
}
