// Owns: the queries on the table `sessions`, and what their parameters are.
// Must not know: clients. Text and parameters go to whatever `execute` the caller has.

import { ARRIVAL, arrival } from '../../../sql/arrival.ts'
import { byIndex } from '../../../sql/by-index.ts'
import { exact } from '../../../sql/exact.ts'
import { backwards } from '../../../sql/in-order.ts'
import { soughtText } from '../../../sql/key-text.ts'
import { amount, instant, integer, orNull, text } from '../../../sql/kind.ts'
import { type Query, sql, type Texts, texts } from '../../../sql/query.ts'
import { assigned, type Columns, computed, differing, into, type OutOf, selected, slot, type Table, values } from '../../../sql/table.ts'
import { type ByNumber, DOWN, DOWN_GROWING, type Limited, type Walk, walkByNumber } from '../../../sql/walk.ts'
import type { SessionRow, SessionWithAgentRow } from '../rows.ts'
import { agentsTable, sessionsTable } from '../tables.ts'
import type { Timed } from '../timed.ts'

/**
 * The same names and the same order of parameters on every dialect; only the text differs. A query's parameters are
 * listed in the order in which they are bound, and that order does not change. Lists are newest first; of those
 * created in one moment, the one inserted last is first.
 */
export interface SessionQuerySet {
  /**
   * The 19 columns in the table's order: `id, name, main_agent_id, sub_agent_ids, user_goal, status,
   * external_session_id, model, plan_model, small_model, built_in_tools, mcps, knowledges, configuration,
   * accessible_paths, permission_mode, max_steps, created_at, updated_at`.
   *
   * Null in one of the ten settings means the agent's. Defaults of the table do not apply, and must not: an `INSERT` of
   * one's own that leaves out `permission_mode` or `max_steps` stores `readOnly` and 10, which nobody can tell from a
   * caller's choice afterwards.
   */
  readonly insert: Query<Timed<SessionRow>, unknown>
  /**
   * `name, main_agent_id, sub_agent_ids, user_goal, status, external_session_id, model, plan_model, small_model,
   * built_in_tools, mcps, knowledges, configuration, accessible_paths, permission_mode, max_steps, updated_at, id`. Sets
   * all of them; null gives a setting back to the agent.
   */
  readonly update: Query<Omit<Timed<SessionRow>, 'created_at'>, unknown>
  /** `status, updated_at, id`. */
  readonly updateStatus: Query<Pick<Timed<SessionRow>, 'status' | 'updated_at' | 'id'>, unknown>
  /** `external_session_id, updated_at, id`. */
  readonly updateExternalSessionId: Query<Pick<Timed<SessionRow>, 'external_session_id' | 'updated_at' | 'id'>, unknown>
  /** `id` → `SessionRow`. */
  readonly getById: Query<Pick<SessionRow, 'id'>, SessionRow>
  /** No parameters → `SessionRow`s. */
  readonly list: Query<unknown, SessionRow>
  /** `limit, offset` → `SessionRow`s. */
  readonly listWithLimit: Query<{ readonly limit: number; readonly offset: number }, SessionRow>
  /** `status` → `SessionRow`s. */
  readonly getByStatus: Query<Pick<SessionRow, 'status'>, SessionRow>
  /**
   * `arrival, limit` → `SessionRow`s with `arrival`, the one inserted last first: those behind that one, from the beginning
   * `9007199254740991`. Nothing is asked of `created_at`, which anybody may set.
   */
  readonly listPage: Query<ByNumber & Limited, SessionRow & ByNumber>
  /** `status, arrival, limit` → the same of that status. The line `agents-indexes` has the index for it on PostgreSQL and MySQL. */
  readonly listPageByStatus: Query<Pick<SessionRow, 'status'> & ByNumber & Limited, SessionRow & ByNumber>
  /** `id` → `SessionWithAgentRow`: the session, six columns of its agent, and the ten settings that are in effect. */
  readonly getSessionWithAgent: Query<Pick<SessionRow, 'id'>, SessionWithAgentRow>
  /** `external_session_id` → `SessionRow`s, perhaps several: the id is another program's, and nothing makes it unique. */
  readonly getByExternalSessionId: Query<{ readonly external_session_id: string }, SessionRow>
  /** `id`. The session's logs go with it. */
  readonly delete: Query<Pick<SessionRow, 'id'>, unknown>
  /** No parameters → `{ total }`. */
  readonly count: Query<unknown, { readonly total: number }>
  /** `id` → `{ id }`, or no row. */
  readonly checkExists: Query<Pick<SessionRow, 'id'>, Pick<SessionRow, 'id'>>
}

const sessions = sessionsTable(text)
const agents = agentsTable(text)

const id = values(sessions, 'id')
const newestFirst = sql`ORDER BY created_at ${backwards}, ${arrival} DESC`

export function sessionPage<Of extends Columns>(of: Table<Of>): Walk<unknown, OutOf<Of>, ByNumber> {
  // Of the column's own name, which it has without a prefix.
  const from = sql`FROM ${of} ${differing({ sqlite: '', postgres: '', mysql: 'FORCE INDEX (seq)' })}`
  return walkByNumber({ list: 'agents.sessions', select: selected(of), from, number: ARRIVAL, going: DOWN })
}

export function sessionPageByStatus<Of extends Columns>(of: Table<Of>): Walk<Pick<SessionRow, 'status'>, OutOf<Of>, ByNumber> {
  const from = sql`FROM ${of} ${byIndex({ sqlite: 'idx_sessions_status', mysql: null })}`
  const where = sql`status = ${slot('status', sessions.columns.status)}`
  return walkByNumber({ list: 'agents.sessions', select: selected(of), from, where, number: ARRIVAL, going: DOWN_GROWING })
}

/** With typed parameters and rows, for every dialect. */
export const sessionQueries: SessionQuerySet = {
  insert: sql`INSERT INTO ${sessions} (${into(sessions)}) VALUES (${values(sessions)})`,
  update: sql`UPDATE ${sessions} SET ${assigned(
    sessions,
    'name',
    'main_agent_id',
    'sub_agent_ids',
    'user_goal',
    'status',
    'external_session_id',
    'model',
    'plan_model',
    'small_model',
    'built_in_tools',
    'mcps',
    'knowledges',
    'configuration',
    'accessible_paths',
    'permission_mode',
    'max_steps',
    'updated_at',
  )} WHERE id = ${id}`,
  updateStatus: sql`UPDATE ${sessions} SET ${assigned(sessions, 'status', 'updated_at')} WHERE id = ${id}`,
  updateExternalSessionId: sql`UPDATE ${sessions} SET ${assigned(sessions, 'external_session_id', 'updated_at')} WHERE id = ${id}`,
  getById: sql`SELECT ${selected(sessions)} FROM ${sessions} WHERE id = ${id}`,
  list: sql`SELECT ${selected(sessions)} FROM ${sessions} ${newestFirst}`,
  listWithLimit: sql`SELECT ${selected(sessions)} FROM ${sessions} ${newestFirst} LIMIT ${slot('limit', amount)} OFFSET ${slot('offset', amount)}`,
  getByStatus: sql`SELECT ${selected(sessions)} FROM ${sessions} WHERE ${exact('status', sessions.columns.status)} ${newestFirst}`,
  listPage: sessionPage(sessions).query,
  listPageByStatus: sessionPageByStatus(sessions).query,
  // JSON.stringify(null) is the text `null`, which COALESCE would take for a setting; hence NULLIF on the JSON columns.
  getSessionWithAgent: sql`SELECT
    ${selected(sessions, 's')},
    ${computed('agent_name', orNull(text), 'a.name')},
    ${computed('agent_description', orNull(text), 'a.description')},
    ${computed('agent_avatar', orNull(text), 'a.avatar')},
    ${computed('agent_instructions', orNull(text), 'a.instructions')},
    ${computed('agent_created_at', orNull(instant), 'a.created_at')},
    ${computed('agent_updated_at', orNull(instant), 'a.updated_at')},
    ${computed('effective_model', orNull(text), 'COALESCE(s.model, a.model)')},
    ${computed('effective_plan_model', orNull(text), 'COALESCE(s.plan_model, a.plan_model)')},
    ${computed('effective_small_model', orNull(text), 'COALESCE(s.small_model, a.small_model)')},
    ${computed('effective_built_in_tools', orNull(text), "COALESCE(NULLIF(s.built_in_tools, 'null'), a.built_in_tools)")},
    ${computed('effective_mcps', orNull(text), "COALESCE(NULLIF(s.mcps, 'null'), a.mcps)")},
    ${computed('effective_knowledges', orNull(text), "COALESCE(NULLIF(s.knowledges, 'null'), a.knowledges)")},
    ${computed('effective_configuration', orNull(text), "COALESCE(NULLIF(s.configuration, 'null'), a.configuration)")},
    ${computed('effective_accessible_paths', orNull(text), "COALESCE(NULLIF(s.accessible_paths, 'null'), a.accessible_paths)")},
    ${computed('effective_permission_mode', orNull(text), 'COALESCE(s.permission_mode, a.permission_mode)')},
    ${computed('effective_max_steps', orNull(integer), 'COALESCE(s.max_steps, a.max_steps)')}
    FROM ${sessions} s LEFT JOIN ${agents} a ON a.id = s.main_agent_id
    WHERE s.id = ${id}`,
  getByExternalSessionId: sql`SELECT ${selected(sessions)} FROM ${sessions} WHERE ${exact('external_session_id', soughtText(191))} ${newestFirst}`,
  delete: sql`DELETE FROM ${sessions} WHERE id = ${id}`,
  count: sql`SELECT ${computed('total', integer, 'COUNT(*)')} FROM ${sessions}`,
  checkExists: sql`SELECT ${computed('id', text, 'id')} FROM ${sessions} WHERE id = ${id}`,
}

/** For SQLite and libSQL, as the document uses them; for the others `texts(sessionQueries, { dialect: 'postgres' })`. */
export const SessionQueries: Texts<SessionQuerySet> = texts(sessionQueries, { dialect: 'sqlite' })
