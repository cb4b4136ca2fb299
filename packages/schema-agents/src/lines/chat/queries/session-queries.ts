// Owns: the queries on sessions, and what their parameters are.
// Must not know: clients. Text and parameters go to whatever `execute` the caller has.

import { integer } from '../../../sql/kind.ts'
import { type Query, sql, type Texts, texts } from '../../../sql/query.ts'
import { assigned, computed, into, selected, values } from '../../../sql/table.ts'
import { moment, now } from '../moment.ts'
import type { ChatSessionRow } from '../rows.ts'
import { sessions } from '../tables.ts'
import { chatQueries, latestFirst } from './chat-queries.ts'

/** The order of parameters does not change: see `ChatQuerySet`. */
export interface SessionQuerySet {
  /** `title, persona_id`. Both times are the database's. */
  readonly create_session: Query<Pick<ChatSessionRow, 'title' | 'persona_id'>, unknown>
  /** No parameters → `ChatSessionRow`s, the one updated last first; of one moment, that of the newest message. */
  readonly get_all_sessions: Query<unknown, ChatSessionRow>
  /** `id` → `ChatSessionRow`. */
  readonly get_session_by_id: Query<Pick<ChatSessionRow, 'id'>, ChatSessionRow>
  /** `title, id`. */
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

/** With typed parameters and rows, for every dialect. */
export const sessionQueries: SessionQuerySet = {
  create_session: sql`INSERT INTO ${sessions} (${into(sessions, 'title', 'persona_id')}) VALUES (${values(sessions, 'title', 'persona_id')})`,
  get_all_sessions: sql`SELECT ${selected(sessions, 's')} FROM ${sessions} s ${latestFirst}`,
  get_session_by_id: sql`SELECT ${selected(sessions)} ${byId}`,
  update_session_title: sql`UPDATE ${sessions} SET ${assigned(sessions, 'title')}, updated_at = ${now} WHERE id = ${id}`,
  delete_session: sql`DELETE ${byId}`,
  get_session_count_summary: sql`SELECT ${computed('session_count', integer, 'COUNT(*)')},
    ${computed('last_updated', moment, 'MAX(updated_at)')} FROM ${sessions}`,
  get_session_persona_id: sql`SELECT ${computed('persona_id', sessions.columns.persona_id, 'persona_id')} ${byId}`,
  get_current_session_id: chatQueries.get_latest_session_id,
  check_session_exists: sql`SELECT ${computed('id', integer, 'id')} ${byId}`,
}

/** For SQLite and libSQL; for the others `texts(sessionQueries, { dialect: 'postgres' })`. */
export const SessionQueries: Texts<SessionQuerySet> = texts(sessionQueries, { dialect: 'sqlite' })
