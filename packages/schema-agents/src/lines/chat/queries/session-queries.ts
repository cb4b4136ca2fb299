// Owns: the queries on sessions, and what their parameters are.
// Must not know: clients. Text and parameters go to whatever `execute` the caller has.

import { byIndex } from '../../../sql/by-index.ts'
import { integer } from '../../../sql/kind.ts'
import { everywhere } from '../../../sql/place.ts'
import { type Query, sql, type Texts, texts } from '../../../sql/query.ts'
import { moments } from '../../../sql/sortable.ts'
import { assigned, computed, into, selected, values } from '../../../sql/table.ts'
import { type ByNumber, type ByValue, DOWN, type Limited, type Walk, walkByNumber, walkByValue } from '../../../sql/walk.ts'
import { moment, revised } from '../moment.ts'
import type { ChatSessionRow } from '../rows.ts'
import { sessions } from '../tables.ts'
import { chatQueries, latestFirst } from './chat-queries.ts'

/** The order of parameters does not change: see `ChatQuerySet`. */
export interface SessionQuerySet {
  /** `title, persona_id`. Both times are the database's. */
  readonly create_session: Query<Pick<ChatSessionRow, 'title' | 'persona_id'>, unknown>
  /** No parameters → `ChatSessionRow`s, the one updated last first; of one moment, that of the newest message. */
  readonly get_all_sessions: Query<unknown, ChatSessionRow>
  /**
   * `position, arrival, position, limit` → `ChatSessionRow`s with `position`, when it was updated, and `arrival`, the id: those behind that one,
   * of one moment the one created last first. From the beginning: `9007199254740991` behind a `position` after all moments, `infinity` on
   * PostgreSQL and the year 9999 elsewhere. Those that have no such moment come behind all others, by the next query.
   */
  readonly get_all_sessions_page: Query<ByValue<string> & Limited, ChatSessionRow & ByValue<string>>
  /** `arrival, limit` → the same of those that have no moment, with `arrival`: from the beginning `9007199254740991`. */
  readonly get_undated_sessions_page: Query<ByNumber & Limited, ChatSessionRow & ByNumber>
  /** `id` → `ChatSessionRow`. */
  readonly get_session_by_id: Query<Pick<ChatSessionRow, 'id'>, ChatSessionRow>
  /** `title, id`. `updated_at` becomes now, and later than it was in any case. */
  readonly update_session_title: Query<Pick<ChatSessionRow, 'title' | 'id'>, unknown>
  /** `id`. Its messages go with it; its memories are the caller's to delete. */
  readonly delete_session: Query<Pick<ChatSessionRow, 'id'>, unknown>
  /** No parameters → `{ session_count, last_updated }`; 0 and null where there is none. */
  readonly get_session_count_summary: Query<unknown, { readonly session_count: number; readonly last_updated: string | null }>
  /** `id` → `{ persona_id }`. */
  readonly get_session_persona_id: Query<Pick<ChatSessionRow, 'id'>, Pick<ChatSessionRow, 'persona_id'>>
  /** As `get_latest_session_id`. */
  readonly get_current_session_id: Query<unknown, Pick<ChatSessionRow, 'id'>>
  /** `id` → `{ id }`, or no row. */
  readonly check_session_exists: Query<Pick<ChatSessionRow, 'id'>, Pick<ChatSessionRow, 'id'>>
}

const id = values(sessions, 'id')
const byId = sql`FROM ${sessions} WHERE id = ${id}`

const inOrder = byIndex('idx_session_updated')
export const sessionPage: Walk<unknown, ChatSessionRow, ByValue<string>> = walkByValue({
  list: 'chat.sessions',
  select: selected(sessions, 's'),
  from: sql`FROM ${sessions} s ${inOrder}`,
  column: everywhere('s.updated_at'),
  by: moments,
  number: everywhere('s.id'),
  going: DOWN,
})
export const undatedSessionPage: Walk<unknown, ChatSessionRow, ByNumber> = walkByNumber({
  list: 'chat.undated_sessions',
  select: selected(sessions),
  from: sql`FROM ${sessions} ${inOrder}`,
  where: sql`updated_at IS NULL`,
  number: everywhere('id'),
  going: DOWN,
})

/** With typed parameters and rows, for every dialect. */
export const sessionQueries: SessionQuerySet = {
  create_session: sql`INSERT INTO ${sessions} (${into(sessions, 'title', 'persona_id')}) VALUES (${values(sessions, 'title', 'persona_id')})`,
  get_all_sessions: sql`SELECT ${selected(sessions, 's')} FROM ${sessions} s ${latestFirst}`,
  get_all_sessions_page: sessionPage.query,
  get_undated_sessions_page: undatedSessionPage.query,
  get_session_by_id: sql`SELECT ${selected(sessions)} ${byId}`,
  update_session_title: sql`UPDATE ${sessions} SET ${assigned(sessions, 'title')}, ${revised} WHERE id = ${id}`,
  delete_session: sql`DELETE ${byId}`,
  get_session_count_summary: sql`SELECT ${computed('session_count', integer, 'COUNT(*)')},
    ${computed('last_updated', moment, 'MAX(updated_at)')} FROM ${sessions}`,
  get_session_persona_id: sql`SELECT ${computed('persona_id', sessions.columns.persona_id, 'persona_id')} ${byId}`,
  get_current_session_id: chatQueries.get_latest_session_id,
  check_session_exists: sql`SELECT ${computed('id', integer, 'id')} ${byId}`,
}

/** For SQLite and libSQL; for the others `texts(sessionQueries, { dialect: 'postgres' })`. */
export const SessionQueries: Texts<SessionQuerySet> = texts(sessionQueries, { dialect: 'sqlite' })
