// Owns: `sessions` and `session_logs` made anew, with the keys that they should have or with those that they had.
// Must not know: what becomes of rows that do not fit, or of what hangs on the tables.

export interface Keys {
  readonly sessions: string
  readonly answers: string
}

/** As the line `agents` has them. */
export const KEYED: Keys = {
  sessions: ',\n        FOREIGN KEY (main_agent_id) REFERENCES agents(id) ON DELETE CASCADE',
  answers: 'FOREIGN KEY (parent_id) REFERENCES session_logs(id) ON DELETE SET NULL',
}

/** As the original's code had them. */
export const UNKEYED: Keys = { sessions: '', answers: 'FOREIGN KEY (parent_id) REFERENCES session_logs(id)' }

const SESSION =
  'id, name, main_agent_id, sub_agent_ids, user_goal, status, external_session_id, model, plan_model, small_model, built_in_tools, mcps, knowledges, configuration, accessible_paths, permission_mode, max_steps, created_at, updated_at'
const LOG = 'id, session_id, parent_id, role, type, content, metadata, created_at, updated_at'
const TIMES = 'created_at DATETIME DEFAULT CURRENT_TIMESTAMP,\n        updated_at DATETIME DEFAULT CURRENT_TIMESTAMP'

/** `rowid` is copied too: it is the order in which sessions came. So is the number up to which entries have had one. */
export function rebuilt({ sessions, answers }: Keys): readonly string[] {
  return [
    `CREATE TABLE sessions_new (
        id TEXT PRIMARY KEY,
        name TEXT,
        main_agent_id TEXT NOT NULL,
        sub_agent_ids TEXT,
        user_goal TEXT,
        status TEXT NOT NULL DEFAULT 'idle',
        external_session_id TEXT,
        model TEXT,
        plan_model TEXT,
        small_model TEXT,
        built_in_tools TEXT,
        mcps TEXT,
        knowledges TEXT,
        configuration TEXT,
        accessible_paths TEXT,
        permission_mode TEXT DEFAULT 'readOnly',
        max_steps INTEGER DEFAULT 10,
        ${TIMES}${sessions}
      )`,
    `INSERT INTO sessions_new (rowid, ${SESSION}) SELECT rowid, ${SESSION} FROM sessions`,
    ...replaced('sessions'),
    `CREATE TABLE session_logs_new (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        session_id TEXT NOT NULL,
        parent_id INTEGER,
        role TEXT NOT NULL,
        type TEXT NOT NULL,
        content TEXT NOT NULL,
        metadata TEXT,
        ${TIMES},
        FOREIGN KEY (session_id) REFERENCES sessions(id) ON DELETE CASCADE,
        ${answers}
      )`,
    `INSERT INTO session_logs_new (${LOG}) SELECT ${LOG} FROM session_logs`,
    `DELETE FROM sqlite_sequence WHERE name = 'session_logs_new'`,
    `INSERT INTO sqlite_sequence (name, seq) SELECT 'session_logs_new', seq FROM sqlite_sequence WHERE name = 'session_logs'`,
    ...replaced('session_logs'),
  ]
}

function replaced(table: string): readonly string[] {
  return [`DROP TABLE ${table}`, `ALTER TABLE ${table}_new RENAME TO ${table}`]
}
