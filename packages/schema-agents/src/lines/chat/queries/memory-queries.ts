// Owns: the queries on memories, markers and `db_info`, and what their parameters are.
// Must not know: clients. Text and parameters go to whatever `execute` the caller has.

import { orReplacing } from '../../../sql/conflict.ts'
import { byIndex } from '../../../sql/by-index.ts'
import { backwards } from '../../../sql/in-order.ts'
import { integer, orNull } from '../../../sql/kind.ts'
import { everywhere } from '../../../sql/place.ts'
import { type Query, sql, type Texts, texts } from '../../../sql/query.ts'
import { assigned, computed, into, selected, slot, values } from '../../../sql/table.ts'
import { type ByNumber, DOWN, DOWN_GROWING, type Limited, type Walk, walkByNumber } from '../../../sql/walk.ts'
import type { ChatSessionRow, DbInfoRow, MemoryRow } from '../rows.ts'
import { info, memories, sessions } from '../tables.ts'
import { chatQueries } from './chat-queries.ts'

/** The order of parameters does not change: see `ChatQuerySet`. Lists are newest first. */
export interface MemoryQuerySet {
  /** `session_id, persona_id, content, start_message_id, end_message_id`. It is active; the time is the database's. */
  readonly insert_memory: Query<Omit<MemoryRow, 'id' | 'created_at' | 'is_active'>, unknown>
  /** No parameters → `MemoryRow`s. */
  readonly get_active_memories: Query<unknown, MemoryRow>
  /** No parameters → `MemoryRow`s. */
  readonly get_all_memories: Query<unknown, MemoryRow>
  /** `arrival, limit` → the same with `arrival`, the id: those behind that one, from the beginning `9007199254740991`. */
  readonly get_active_memories_page: Query<ByNumber & Limited, MemoryRow & ByNumber>
  /** `arrival, limit` → the same of all. */
  readonly get_all_memories_page: Query<ByNumber & Limited, MemoryRow & ByNumber>
  /** `content, id`. */
  readonly update_memory_content: Query<Pick<MemoryRow, 'content' | 'id'>, unknown>
  /** `id`. */
  readonly toggle_memory_status: Query<Pick<MemoryRow, 'id'>, unknown>
  /** `id` → `{ session_id }`, or no row. */
  readonly get_memory_session_id: Query<Pick<MemoryRow, 'id'>, Pick<MemoryRow, 'session_id'>>
  /** `id`. */
  readonly delete_memory: Query<Pick<MemoryRow, 'id'>, unknown>
  /** `session_id` → `{ max_end }`, of its memories, active or not; null where none has one. */
  readonly get_max_end_message_id: Query<{ readonly session_id: number }, { readonly max_end: number | null }>
  /** `last_memory_message_id, id` of the session. */
  readonly update_session_memory_marker: Query<Pick<ChatSessionRow, 'last_memory_message_id' | 'id'>, unknown>
  /** `last_memory_message_id, id` of the session. */
  readonly set_last_memory_message_id: Query<Pick<ChatSessionRow, 'last_memory_message_id' | 'id'>, unknown>
  /** `id` of the session → `{ last_memory_message_id }`, or no row. */
  readonly get_last_memory_message_id: Query<Pick<ChatSessionRow, 'id'>, Pick<ChatSessionRow, 'last_memory_message_id'>>
  /** `key, value`. */
  readonly upsert_db_info: Query<DbInfoRow, unknown>
}

const GIVEN = ['session_id', 'persona_id', 'content', 'start_message_id', 'end_message_id'] as const
const id = values(memories, 'id')
const setMarker = sql`UPDATE ${sessions} SET ${assigned(sessions, 'last_memory_message_id')} WHERE id = ${values(sessions, 'id')}`

const newestFirst = { select: selected(memories), number: everywhere('id'), list: 'chat.memories' }
export const memoryPage: Walk<unknown, MemoryRow, ByNumber> = walkByNumber({ ...newestFirst, from: sql`FROM ${memories}`, going: DOWN })
export const activeMemoryPage: Walk<unknown, MemoryRow, ByNumber> = walkByNumber({
  ...newestFirst,
  from: sql`FROM ${memories} ${byIndex('idx_memory_active')}`,
  where: sql`is_active = TRUE`,
  going: DOWN_GROWING,
})

/** With typed parameters and rows, for every dialect. */
export const memoryQueries: MemoryQuerySet = {
  insert_memory: sql`INSERT INTO ${memories} (${into(memories, ...GIVEN)}) VALUES (${values(memories, ...GIVEN)})`,
  get_active_memories: sql`SELECT ${selected(memories)} FROM ${memories} WHERE is_active = TRUE ORDER BY id ${backwards}`,
  get_all_memories: sql`SELECT ${selected(memories)} FROM ${memories} ORDER BY id DESC`,
  get_active_memories_page: activeMemoryPage.query,
  get_all_memories_page: memoryPage.query,
  update_memory_content: sql`UPDATE ${memories} SET ${assigned(memories, 'content')} WHERE id = ${id}`,
  toggle_memory_status: sql`UPDATE ${memories} SET is_active = NOT is_active WHERE id = ${id}`,
  get_memory_session_id: sql`SELECT ${computed('session_id', orNull(integer), 'session_id')} FROM ${memories} WHERE id = ${id}`,
  delete_memory: sql`DELETE FROM ${memories} WHERE id = ${id}`,
  get_max_end_message_id: sql`SELECT ${computed('max_end', orNull(integer), 'MAX(end_message_id)')} FROM ${memories}
    WHERE session_id = ${slot('session_id', integer)}`,
  update_session_memory_marker: setMarker,
  set_last_memory_message_id: setMarker,
  get_last_memory_message_id: chatQueries.get_session_memory_marker,
  upsert_db_info: sql`INSERT INTO ${info} (${into(info)}) VALUES (${values(info)}) ${orReplacing(['key'], ['value'])}`,
}

/** For SQLite and libSQL; for the others `texts(memoryQueries, { dialect: 'postgres' })`. */
export const MemoryQueries: Texts<MemoryQuerySet> = texts(memoryQueries, { dialect: 'sqlite' })
