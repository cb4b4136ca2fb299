// Owns: the queries on the table `agents`, as text, and what their parameters are.
// Must not know: clients. Text and parameters go to whatever `execute` the caller has.

/**
 * The same names and the same order of parameters on every dialect; only the text differs. A query's parameters are
 * listed in the order in which they are bound, and that order does not change.
 */
export interface AgentQuerySet {
  /**
   * The 18 columns in the table's order: `id, type, name, description, avatar, instructions, model, plan_model,
   * small_model, built_in_tools, mcps, knowledges, configuration, accessible_paths, permission_mode, max_steps,
   * created_at, updated_at`. Defaults of the table do not apply: null is null.
   */
  readonly insert: string
  /**
   * `name, description, avatar, instructions, model, plan_model, small_model, built_in_tools, mcps, knowledges,
   * configuration, accessible_paths, permission_mode, max_steps, updated_at, id`. Sets all of them; the type and the
   * time of creation stay.
   */
  readonly update: string
  /** `id` → `AgentRow`. */
  readonly getById: string
  /** No parameters → `AgentRow`s, newest first; of those created in one moment, the one inserted last is first. */
  readonly list: string
  /** `id`. The agent's sessions and their logs go with it. */
  readonly delete: string
  /** No parameters → `{ total }`. */
  readonly count: string
  /** `id` → `{ id }`, or no row. */
  readonly checkExists: string
}

const COLUMNS =
  'id, type, name, description, avatar, instructions, model, plan_model, small_model, built_in_tools, mcps, knowledges, ' +
  'configuration, accessible_paths, permission_mode, max_steps, created_at, updated_at'

/** For SQLite and libSQL. */
export const AgentQueries: AgentQuerySet = {
  insert: `INSERT INTO agents (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  update: `UPDATE agents SET
    name = ?, description = ?, avatar = ?, instructions = ?, model = ?, plan_model = ?, small_model = ?,
    built_in_tools = ?, mcps = ?, knowledges = ?, configuration = ?, accessible_paths = ?, permission_mode = ?,
    max_steps = ?, updated_at = ?
    WHERE id = ?`,
  getById: `SELECT ${COLUMNS} FROM agents WHERE id = ?`,
  // The ids are random, so they cannot break a tie in order of insertion. The rowid can, and costs no sort: every index
  // ends in it.
  list: `SELECT ${COLUMNS} FROM agents ORDER BY created_at DESC, rowid DESC`,
  delete: 'DELETE FROM agents WHERE id = ?',
  count: 'SELECT COUNT(*) AS total FROM agents',
  checkExists: 'SELECT id FROM agents WHERE id = ?',
}
