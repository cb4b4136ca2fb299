// Owns: the queries on messages, and what their parameters are.
// Must not know: clients. Text and parameters go to whatever `execute` the caller has.

import { byIndex } from '../../../sql/by-index.ts'
import { backwards } from '../../../sql/in-order.ts'
import { amount, integer, orNull } from '../../../sql/kind.ts'
import type { Part } from '../../../sql/part.ts'
import { type Query, sql, type Texts, texts } from '../../../sql/query.ts'
import { computed, into, selected, slot, values } from '../../../sql/table.ts'
import { notBefore } from '../moment.ts'
import type { ChatMessageRow, ChatSessionRow } from '../rows.ts'
import { memories, messages, sessions } from '../tables.ts'

type OfSession = Pick<ChatMessageRow, 'session_id'>
type Total = { readonly total: number }

/**
 * The same names and the same order of parameters on every dialect; only the text differs. A query's parameters are listed in the
 * order in which they are bound, and that order does not change. Messages are ordered by `id`, never by a time. `marker`: the id
 * after which is asked.
 */
export interface ChatQuerySet {
  /** No parameters → `{ id }` or no row: the first of `get_all_sessions`. */
  readonly get_latest_session_id: Query<unknown, { readonly id: number }>
  /** `session_id` → the ranges of its active memories that have both ends. */
  readonly get_memory_ranges: Query<OfSession, { readonly start_message_id: number; readonly end_message_id: number }>
  /** `id` → `{ last_memory_message_id }`, or no row where there is no such session. */
  readonly get_session_memory_marker: Query<Pick<ChatSessionRow, 'id'>, Pick<ChatSessionRow, 'last_memory_message_id'>>
  /** `session_id, limit, offset` → `ChatMessageRow`s, newest first. */
  readonly get_chat_history: Query<OfSession & { readonly limit: number; readonly offset: number }, ChatMessageRow>
  /** `session_id, limit` → `{ message, is_user }`, newest first. */
  readonly get_conversation_context: Query<OfSession & { readonly limit: number }, Pick<ChatMessageRow, 'message' | 'is_user'>>
  /** `session_id` → `{ total }`. */
  readonly get_message_count: Query<OfSession, Total>
  /** `session_id, message, is_user, character_name`. The time is the database's. */
  readonly insert_message: Query<Omit<ChatMessageRow, 'id' | 'timestamp'>, unknown>
  /** `id`. Now, on the database's clock, or as it was where that is later. */
  readonly update_session_timestamp: Query<Pick<ChatSessionRow, 'id'>, unknown>
  /** No parameters. Of all sessions. */
  readonly delete_all_messages: Query<unknown, unknown>
  /** No parameters. Their messages go with them. */
  readonly delete_all_sessions: Query<unknown, unknown>
  /** `session_id, marker, limit` → `ChatMessageRow`s, newest first. */
  readonly get_messages_since_marker: Query<OfSession & { readonly marker: number; readonly limit: number }, ChatMessageRow>
  /** `session_id, marker` → `{ total }`. */
  readonly get_messages_since_marker_count: Query<OfSession & { readonly marker: number }, Total>
  /** `session_id, marker` → `{ total }`. */
  readonly count_user_messages_since_marker: Query<OfSession & { readonly marker: number }, Total>
  /** `session_id` → `{ total }`. */
  readonly count_all_user_messages: Query<OfSession, Total>
  /** `session_id` → `{ total }`, as `get_message_count`. */
  readonly get_all_messages_count: Query<OfSession, Total>
  /** `session_id, limit` → `ChatMessageRow`s, newest first. */
  readonly get_all_messages_limited: Query<OfSession & { readonly limit: number }, ChatMessageRow>
  /** No parameters → `{ total }`, of all sessions. The document's name for it. */
  readonly get_total_count: Query<unknown, Total>
  /** The same under the name that the original's code has. */
  readonly get_total_message_count: Query<unknown, Total>
  /** `session_id` → `{ max_id }`; null where it has no message. */
  readonly get_max_message_id: Query<OfSession, { readonly max_id: number | null }>
}

const GIVEN = ['session_id', 'message', 'is_user', 'character_name'] as const
const limit = slot('limit', amount)
const total = computed('total', integer, 'COUNT(*)')
const ofSession = sql`FROM ${messages} WHERE session_id = ${values(messages, 'session_id')}`
const since = sql`WHERE session_id = ${values(messages, 'session_id')} AND id > ${slot('marker', integer)}`
const sinceMarker = sql`FROM ${messages} ${byIndex('idx_session_id')} ${since}`
const byUser = sql`AND is_user = TRUE`
const ranged = sql`FROM ${memories} WHERE session_id = ${slot('session_id', integer)} AND is_active = TRUE
  AND start_message_id IS NOT NULL AND end_message_id IS NOT NULL`
const countOfSession = sql`SELECT ${total} ${ofSession}`
const countOfAll = sql`SELECT ${total} FROM ${messages}`

const byMessage = sql`COALESCE((SELECT m.id FROM ${messages} m ${byIndex('idx_session_id')}
  WHERE m.session_id = s.id ORDER BY m.id ${backwards} LIMIT 1), 0) DESC, s.id DESC`

/**
 * Of sessions `s`. A session that was opened and has no message yet comes before one that was written to earlier: only a clock can
 * tell that. Of one moment, the one with the newest message is first.
 */
export const latestFirst: Part = sql`ORDER BY s.updated_at ${backwards}, ${byMessage}`

// Only those of the last moment are put into order. Where no session has a moment, the one that was made last is the first.
const latest = sql`SELECT ${computed('id', integer, 'id')} FROM ${sessions} WHERE id = COALESCE(
  (SELECT s.id FROM ${sessions} s WHERE s.updated_at = (SELECT MAX(n.updated_at) FROM ${sessions} n) ORDER BY ${byMessage} LIMIT 1),
  (SELECT MAX(o.id) FROM ${sessions} o))`

/** With typed parameters and rows, for every dialect. */
export const chatQueries: ChatQuerySet = {
  get_latest_session_id: latest,
  get_memory_ranges: sql`SELECT ${computed('start_message_id', integer, 'start_message_id')},
    ${computed('end_message_id', integer, 'end_message_id')} ${ranged} ORDER BY start_message_id, end_message_id`,
  get_session_memory_marker: sql`SELECT ${computed('last_memory_message_id', orNull(integer), 'last_memory_message_id')}
    FROM ${sessions} WHERE id = ${values(sessions, 'id')}`,
  get_chat_history: sql`SELECT ${selected(messages)} ${ofSession} ORDER BY id ${backwards} LIMIT ${limit} OFFSET ${slot('offset', amount)}`,
  get_conversation_context: sql`SELECT ${computed('message', messages.columns.message, 'message')},
    ${computed('is_user', messages.columns.is_user, 'is_user')} ${ofSession} ORDER BY id ${backwards} LIMIT ${limit}`,
  get_message_count: countOfSession,
  insert_message: sql`INSERT INTO ${messages} (${into(messages, ...GIVEN)}) VALUES (${values(messages, ...GIVEN)})`,
  update_session_timestamp: sql`UPDATE ${sessions} SET ${notBefore} WHERE id = ${values(sessions, 'id')}`,
  delete_all_messages: sql`DELETE FROM ${messages}`,
  delete_all_sessions: sql`DELETE FROM ${sessions}`,
  get_messages_since_marker: sql`SELECT ${selected(messages)} ${sinceMarker} ORDER BY id ${backwards} LIMIT ${limit}`,
  get_messages_since_marker_count: sql`SELECT ${total} ${sinceMarker}`,
  count_user_messages_since_marker: sql`SELECT ${total} FROM ${messages} ${byIndex('idx_message_role')} ${since} ${byUser}`,
  count_all_user_messages: sql`SELECT ${total} ${ofSession} ${byUser}`,
  get_all_messages_count: countOfSession,
  get_all_messages_limited: sql`SELECT ${selected(messages)} ${ofSession} ORDER BY id ${backwards} LIMIT ${limit}`,
  get_total_count: countOfAll,
  get_total_message_count: countOfAll,
  get_max_message_id: sql`SELECT ${computed('max_id', orNull(integer), 'MAX(id)')}
    FROM (SELECT id ${ofSession} ORDER BY id ${backwards} LIMIT 1) newest`,
}

/** For SQLite and libSQL; for the others `texts(chatQueries, { dialect: 'postgres' })`. */
export const ChatQueries: Texts<ChatQuerySet> = texts(chatQueries, { dialect: 'sqlite' })
