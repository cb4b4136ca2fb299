// Owns: the queries on the table `messages`, and what their parameters are.
// Must not know: clients.

import { byIndex } from '../../../sql/by-index.ts'
import { exact } from '../../../sql/exact.ts'
import { backwards, forwards } from '../../../sql/in-order.ts'
import { amount, integer } from '../../../sql/kind.ts'
import type { Part } from '../../../sql/part.ts'
import { type Query, sql } from '../../../sql/query.ts'
import { assigned, computed, into, selected, slot, values } from '../../../sql/table.ts'
import type { MessageRow, NumberedMessageRow } from '../rows.ts'
import { messages, type Timed } from '../tables.ts'

type OfSession = Pick<MessageRow, 'session_id'>

/** A query's parameters are listed in the order in which they are bound, on every dialect the same. Lists are in the order of `seq`. */
export interface MessageQuerySet {
  /**
   * The 19 columns: `id, session_id, user_id, agent_id, role, text_content, media_url, mime_type, message_type, raw_payload,
   * tool_calls, tool_outputs, context, channel_payload, system_prompt, user_feedback, flagged, created_at, updated_at`. In a
   * transaction, after `sessionQueries.touch`: who reads on from a `seq` misses nothing then.
   */
  readonly insert: Query<Timed<MessageRow>, unknown>
  /** The 15 from `user_id` to `flagged`, `updated_at`, `id`. Sets all of them; a message stays in its session. */
  readonly update: Query<Omit<Timed<MessageRow>, 'session_id' | 'created_at'>, unknown>
  /** `id` → `NumberedMessageRow`. */
  readonly getById: Query<Pick<MessageRow, 'id'>, NumberedMessageRow>
  /** `session_id, limit, offset` → `NumberedMessageRow`s. */
  readonly listBySession: Query<OfSession & { readonly limit: number; readonly offset: number }, NumberedMessageRow>
  /** `session_id, after, limit` → `NumberedMessageRow`s. */
  readonly listAfter: Query<OfSession & { readonly after: number; readonly limit: number }, NumberedMessageRow>
  /** `session_id, before, limit` → `NumberedMessageRow`s, the last one first. */
  readonly listBefore: Query<OfSession & { readonly before: number; readonly limit: number }, NumberedMessageRow>
  /** `session_id, role` → the last `NumberedMessageRow` of that role. */
  readonly getLastByRole: Query<Pick<MessageRow, 'session_id' | 'role'>, NumberedMessageRow>
  /** `session_id` → `{ total }`. */
  readonly countBySession: Query<OfSession, { readonly total: number }>
  /** `id`. */
  readonly delete: Query<Pick<MessageRow, 'id'>, unknown>
  /** `session_id`. */
  readonly deleteBySession: Query<OfSession, unknown>
}

/** What of a message can be changed, in the order of the parameters. */
export const MESSAGE_CHANGES = [
  'user_id',
  'agent_id',
  'role',
  'text_content',
  'media_url',
  'mime_type',
  'message_type',
  'raw_payload',
  'tool_calls',
  'tool_outputs',
  'context',
  'channel_payload',
  'system_prompt',
  'user_feedback',
  'flagged',
] as const

const id = values(messages, 'id')
const limited = sql`LIMIT ${slot('limit', amount)}`
const those = sql`session_id = ${values(messages, 'session_id')}`
const ofSession = sql`FROM ${messages} WHERE ${those}`
const byNumber = sql`FROM ${messages} ${byIndex('idx_messages_session')} WHERE ${those}`

/** The columns of a message and its number. */
export const numbered: Part<unknown, NumberedMessageRow> = sql`${selected(messages)}, ${computed('seq', integer, 'seq')}`

export const messageQueries: MessageQuerySet = {
  insert: sql`INSERT INTO ${messages} (${into(messages)}) VALUES (${values(messages)})`,
  update: sql`UPDATE ${messages} SET ${assigned(messages, ...MESSAGE_CHANGES, 'updated_at')} WHERE id = ${id}`,
  getById: sql`SELECT ${numbered} FROM ${messages} WHERE id = ${id}`,
  listBySession: sql`SELECT ${numbered} ${byNumber} ORDER BY seq ${forwards} ${limited} OFFSET ${slot('offset', amount)}`,
  listAfter: sql`SELECT ${numbered} ${byNumber} AND seq > ${slot('after', integer)} ORDER BY seq ${forwards} ${limited}`,
  listBefore: sql`SELECT ${numbered} ${byNumber} AND seq < ${slot('before', integer)} ORDER BY seq ${backwards} ${limited}`,
  getLastByRole: sql`SELECT ${numbered} ${byNumber} AND ${exact('role', messages.columns.role)} ORDER BY seq ${backwards} LIMIT 1`,
  countBySession: sql`SELECT ${computed('total', integer, 'COUNT(*)')} ${ofSession}`,
  delete: sql`DELETE FROM ${messages} WHERE id = ${id}`,
  deleteBySession: sql`DELETE ${ofSession}`,
}
