// Owns: the queries on the table `session_logs`, and what their parameters are.
// Must not know: clients. Text and parameters go to whatever `execute` the caller has.

import { backwards, forwards } from '../../../sql/in-order.ts'
import { amount, integer, text } from '../../../sql/kind.ts'
import { type Query, sql, type Texts, texts } from '../../../sql/query.ts'
import { assigned, computed, into, selected, slot, values } from '../../../sql/table.ts'
import type { SessionLogRow } from '../rows.ts'
import { logsTable } from '../tables.ts'
import type { Timed } from '../timed.ts'

/**
 * The same names and the same order of parameters on every dialect; only the text differs. A query's parameters are
 * listed in the order in which they are bound, and that order does not change.
 *
 * Logs are in the order of `created_at`, which anybody may set, as the document has it, and none of its indexes has that order within a
 * session: all of a session is read and sorted, however few are asked for. An index on session, moment and id was tried: SQLite reads it
 * in order, PostgreSQL and MariaDB take a shorter one that is also there and sort all the same, and to name it in the text would be an
 * error where it is missing. `latestSessionLogs` and its like go by the ids and read no more than they answer.
 */
export interface SessionLogQuerySet {
  /**
   * `session_id, parent_id, role, type, content, metadata, created_at, updated_at`. The new id is what the client calls
   * the last inserted row id; on PostgreSQL the statement returns it as `id`.
   */
  readonly insert: Query<Omit<Timed<SessionLogRow>, 'id'>, unknown>
  /** `content, metadata, updated_at, id`. */
  readonly update: Query<Pick<Timed<SessionLogRow>, 'content' | 'metadata' | 'updated_at' | 'id'>, unknown>
  /** `id` → `SessionLogRow`. */
  readonly getById: Query<Pick<SessionLogRow, 'id'>, SessionLogRow>
  /** `session_id` → `SessionLogRow`s, oldest first; of those created in one moment, the one inserted first is first. */
  readonly getBySessionId: Query<Pick<SessionLogRow, 'session_id'>, SessionLogRow>
  /** `session_id, limit, offset` → `SessionLogRow`s, in the same order. */
  readonly getBySessionIdWithPagination: Query<
    { readonly session_id: string; readonly limit: number; readonly offset: number },
    SessionLogRow
  >
  /** `session_id, limit` → `SessionLogRow`s, newest first. */
  readonly getLatestBySessionId: Query<{ readonly session_id: string; readonly limit: number }, SessionLogRow>
  /** `session_id`. All entries of a session, whatever the tree they form. */
  readonly deleteBySessionId: Query<Pick<SessionLogRow, 'session_id'>, unknown>
  /** `id`. Entries that have it as their parent stay, without one. */
  readonly deleteById: Query<Pick<SessionLogRow, 'id'>, unknown>
  /** `session_id` → `{ total }`. */
  readonly countBySessionId: Query<Pick<SessionLogRow, 'session_id'>, { readonly total: number }>
}

const logs = logsTable(text)

const GIVEN = ['session_id', 'parent_id', 'role', 'type', 'content', 'metadata', 'created_at', 'updated_at'] as const
const id = values(logs, 'id')
const ofSession = sql`FROM ${logs} WHERE session_id = ${values(logs, 'session_id')}`

/** With typed parameters and rows, for every dialect. */
export const sessionLogQueries: SessionLogQuerySet = {
  insert: sql`INSERT INTO ${logs} (${into(logs, ...GIVEN)}) VALUES (${values(logs, ...GIVEN)})`,
  update: sql`UPDATE ${logs} SET ${assigned(logs, 'content', 'metadata', 'updated_at')} WHERE id = ${id}`,
  getById: sql`SELECT ${selected(logs)} FROM ${logs} WHERE id = ${id}`,
  getBySessionId: sql`SELECT ${selected(logs)} ${ofSession} ORDER BY created_at ${forwards}, id ASC`,
  getBySessionIdWithPagination: sql`SELECT ${selected(logs)} ${ofSession}
    ORDER BY created_at ${forwards}, id ASC LIMIT ${slot('limit', amount)} OFFSET ${slot('offset', amount)}`,
  getLatestBySessionId: sql`SELECT ${selected(logs)} ${ofSession} ORDER BY created_at ${backwards}, id DESC LIMIT ${slot('limit', amount)}`,
  deleteBySessionId: sql`DELETE ${ofSession}`,
  deleteById: sql`DELETE FROM ${logs} WHERE id = ${id}`,
  countBySessionId: sql`SELECT ${computed('total', integer, 'COUNT(*)')} ${ofSession}`,
}

/** For SQLite and libSQL, as the document uses them; for the others `texts(sessionLogQueries, { dialect: 'postgres' })`. */
export const SessionLogQueries: Texts<SessionLogQuerySet> = texts(sessionLogQueries, { dialect: 'sqlite' })
