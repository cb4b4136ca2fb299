// Owns: the queries on the table `sessions`, as text, and what their parameters are.
// Must not know: clients. Text and parameters go to whatever `execute` the caller has.

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
  readonly insert: string
  /**
   * `name, main_agent_id, sub_agent_ids, user_goal, status, external_session_id, model, plan_model, small_model,
   * built_in_tools, mcps, knowledges, configuration, accessible_paths, permission_mode, max_steps, updated_at, id`. Sets
   * all of them; null gives a setting back to the agent.
   */
  readonly update: string
  /** `status, updated_at, id`. */
  readonly updateStatus: string
  /** `external_session_id, updated_at, id`. */
  readonly updateExternalSessionId: string
  /** `id` → `SessionRow`. */
  readonly getById: string
  /** No parameters → `SessionRow`s. */
  readonly list: string
  /** `limit, offset` → `SessionRow`s. */
  readonly listWithLimit: string
  /** `status` → `SessionRow`s. */
  readonly getByStatus: string
  /** `id` → `SessionWithAgentRow`: the session, six columns of its agent, and the ten settings that are in effect. */
  readonly getSessionWithAgent: string
  /** `external_session_id` → `SessionRow`s, perhaps several: the id is another program's, and nothing makes it unique. */
  readonly getByExternalSessionId: string
  /** `id`. The session's logs go with it. */
  readonly delete: string
  /** No parameters → `{ total }`. */
  readonly count: string
  /** `id` → `{ id }`, or no row. */
  readonly checkExists: string
}

const COLUMNS =
  'id, name, main_agent_id, sub_agent_ids, user_goal, status, external_session_id, model, plan_model, small_model, ' +
  'built_in_tools, mcps, knowledges, configuration, accessible_paths, permission_mode, max_steps, created_at, updated_at'

// The ids are random, so they cannot break a tie in order of insertion. The rowid can, and costs no sort: every index
// ends in it.
const NEWEST_FIRST = 'ORDER BY created_at DESC, rowid DESC'

/** For SQLite and libSQL. */
export const SessionQueries: SessionQuerySet = {
  insert: `INSERT INTO sessions (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  update: `UPDATE sessions SET
    name = ?, main_agent_id = ?, sub_agent_ids = ?, user_goal = ?, status = ?, external_session_id = ?, model = ?,
    plan_model = ?, small_model = ?, built_in_tools = ?, mcps = ?, knowledges = ?, configuration = ?,
    accessible_paths = ?, permission_mode = ?, max_steps = ?, updated_at = ?
    WHERE id = ?`,
  updateStatus: 'UPDATE sessions SET status = ?, updated_at = ? WHERE id = ?',
  updateExternalSessionId: 'UPDATE sessions SET external_session_id = ?, updated_at = ? WHERE id = ?',
  getById: `SELECT ${COLUMNS} FROM sessions WHERE id = ?`,
  list: `SELECT ${COLUMNS} FROM sessions ${NEWEST_FIRST}`,
  listWithLimit: `SELECT ${COLUMNS} FROM sessions ${NEWEST_FIRST} LIMIT ? OFFSET ?`,
  getByStatus: `SELECT ${COLUMNS} FROM sessions WHERE status = ? ${NEWEST_FIRST}`,
  // JSON.stringify(null) is the text `null`, which COALESCE would take for a setting; hence NULLIF on the JSON columns.
  getSessionWithAgent: `SELECT
    s.id, s.name, s.main_agent_id, s.sub_agent_ids, s.user_goal, s.status, s.external_session_id, s.model, s.plan_model,
    s.small_model, s.built_in_tools, s.mcps, s.knowledges, s.configuration, s.accessible_paths, s.permission_mode,
    s.max_steps, s.created_at, s.updated_at,
    a.name AS agent_name,
    a.description AS agent_description,
    a.avatar AS agent_avatar,
    a.instructions AS agent_instructions,
    a.created_at AS agent_created_at,
    a.updated_at AS agent_updated_at,
    COALESCE(s.model, a.model) AS effective_model,
    COALESCE(s.plan_model, a.plan_model) AS effective_plan_model,
    COALESCE(s.small_model, a.small_model) AS effective_small_model,
    COALESCE(NULLIF(s.built_in_tools, 'null'), a.built_in_tools) AS effective_built_in_tools,
    COALESCE(NULLIF(s.mcps, 'null'), a.mcps) AS effective_mcps,
    COALESCE(NULLIF(s.knowledges, 'null'), a.knowledges) AS effective_knowledges,
    COALESCE(NULLIF(s.configuration, 'null'), a.configuration) AS effective_configuration,
    COALESCE(NULLIF(s.accessible_paths, 'null'), a.accessible_paths) AS effective_accessible_paths,
    COALESCE(s.permission_mode, a.permission_mode) AS effective_permission_mode,
    COALESCE(s.max_steps, a.max_steps) AS effective_max_steps
    FROM sessions s LEFT JOIN agents a ON a.id = s.main_agent_id
    WHERE s.id = ?`,
  getByExternalSessionId: `SELECT ${COLUMNS} FROM sessions WHERE external_session_id = ? ${NEWEST_FIRST}`,
  delete: 'DELETE FROM sessions WHERE id = ?',
  count: 'SELECT COUNT(*) AS total FROM sessions',
  checkExists: 'SELECT id FROM sessions WHERE id = ?',
}
