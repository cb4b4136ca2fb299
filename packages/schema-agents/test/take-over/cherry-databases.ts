// Owns: databases as the original's own code made them, written down from the list of its tables (systems.md, 2.1), with rows.
// Must not know: our migrations.

const SETTINGS = ['plan_model', 'small_model', 'built_in_tools', 'mcps', 'knowledges', 'configuration', 'accessible_paths']
const DEFAULTS = `permission_mode TEXT DEFAULT 'readOnly', max_steps INTEGER DEFAULT 10,
  created_at DATETIME DEFAULT CURRENT_TIMESTAMP, updated_at DATETIME DEFAULT CURRENT_TIMESTAMP`
const indexed = (table: string, columns: readonly string[]): readonly string[] =>
  columns.map((column) => `CREATE INDEX IF NOT EXISTS idx_${table}_${column} ON ${table}(${column})`)

export const TRACKING: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS migrations (id TEXT PRIMARY KEY, description TEXT NOT NULL, applied_at TEXT NOT NULL, execution_time INTEGER NOT NULL,
    checksum TEXT NOT NULL, created_at TEXT DEFAULT CURRENT_TIMESTAMP, updated_at TEXT DEFAULT CURRENT_TIMESTAMP)`,
  ...indexed('migrations', ['applied_at', 'checksum']),
]

export const AGENTS: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS agents (id TEXT PRIMARY KEY, type TEXT NOT NULL DEFAULT 'custom', name TEXT NOT NULL, description TEXT, avatar TEXT,
    instructions TEXT, model TEXT NOT NULL, ${SETTINGS.map((name) => `${name} TEXT`).join(', ')}, ${DEFAULTS})`,
  ...indexed('agents', ['name', 'type', 'model', 'plan_model', 'small_model', 'permission_mode', 'created_at']),
]

/** `agent`: what stands in the place of the key that the document has and the code had not. */
export const sessions = (agent = ''): readonly string[] => [
  `CREATE TABLE IF NOT EXISTS sessions (id TEXT PRIMARY KEY, name TEXT, main_agent_id TEXT NOT NULL, sub_agent_ids TEXT, user_goal TEXT,
    status TEXT NOT NULL DEFAULT 'idle', external_session_id TEXT, model TEXT, ${SETTINGS.map((name) => `${name} TEXT`).join(', ')}, ${DEFAULTS}${agent})`,
  ...indexed('sessions', ['name', 'status', 'created_at', 'external_session_id', 'main_agent_id', 'model', 'plan_model', 'small_model']),
]

export const LOGS: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS session_logs (id INTEGER PRIMARY KEY AUTOINCREMENT, session_id TEXT NOT NULL, parent_id INTEGER, role TEXT NOT NULL,
    type TEXT NOT NULL, content TEXT NOT NULL, metadata TEXT, created_at DATETIME DEFAULT CURRENT_TIMESTAMP,
    updated_at DATETIME DEFAULT CURRENT_TIMESTAMP, FOREIGN KEY (session_id) REFERENCES sessions (id) ON DELETE CASCADE,
    FOREIGN KEY (parent_id) REFERENCES session_logs (id))`,
  ...indexed('session_logs', ['session_id', 'parent_id', 'role', 'type', 'created_at', 'updated_at']),
]

export const claims = (...ids: readonly string[]): readonly string[] =>
  ids.map(
    (id) =>
      `INSERT INTO migrations (id, description, applied_at, execution_time, checksum) VALUES ('${id}', 'as it was', '2026-01-05T08:00:00.000Z', 3, '${id.repeat(10)}')`,
  )

/** Two agents, a session of an agent that is gone, an answer, an entry that was deleted last, moments in both forms. */
export const ROWS: readonly string[] = [
  `INSERT INTO agents (id, name, model, mcps, created_at, updated_at) VALUES ('a1', 'First', 'large', '["m"]', '2026-01-05T08:37:14.250Z', '2026-01-05T08:37:14.250Z')`,
  `INSERT INTO agents (id, name, model, permission_mode, max_steps, created_at, updated_at) VALUES ('a2', 'Second', 'small', 'bypassPermissions', 50, '2026-01-05 09:37:14', '2026-01-05 09:37:14')`,
  // The id does not grow and the moment is the same: only the row's number tells the order.
  `INSERT INTO sessions (id, name, main_agent_id, created_at, updated_at) VALUES ('s9', 'Of the first', 'a1', '2026-01-06 10:00:00', '2026-01-06 10:00:00')`,
  `INSERT INTO sessions (id, name, main_agent_id, model, created_at, updated_at) VALUES ('s5', 'Orphan', 'gone', 'lost', '2026-01-06T10:00:00.000Z', 'some day')`,
  `INSERT INTO sessions (id, name, main_agent_id, status, created_at, updated_at) VALUES ('s7', 'Of the second', 'a2', 'running', '2026-01-06T10:00:00Z', NULL)`,
  `INSERT INTO session_logs (session_id, parent_id, role, type, content) VALUES ('s9', NULL, 'user', 'message', '{"text":"Hello"}')`,
  `INSERT INTO session_logs (session_id, parent_id, role, type, content, metadata) VALUES ('s9', 1, 'agent', 'thought', '0', 'null')`,
  `INSERT INTO session_logs (session_id, parent_id, role, type, content) VALUES ('s7', NULL, 'user', 'message', '[]')`,
  'DELETE FROM session_logs WHERE id = 3',
]

/** All of it, as the code made it. */
export const ORIGINAL: readonly string[] = [...TRACKING, ...AGENTS, ...sessions(), ...LOGS, ...claims('001', '002'), ...ROWS]
