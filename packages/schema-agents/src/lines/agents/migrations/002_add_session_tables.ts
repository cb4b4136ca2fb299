// Owns: migration 002 of the line `agents`: the tables `sessions` and `session_logs` and their indexes.
// Must not know: queries.

import type { MigrationFor } from '@godwit/core'
import type { AgentsDialect } from '../dialects.ts'

/**
 * The key from `sessions` to `agents` is in the original's document and was missing in its code, which left sessions
 * without an agent. `parent_id` has no action on delete, as documented: an entry that has answers below it cannot be
 * deleted alone, while all entries of a session go in one statement.
 */
export const addSessionTables: MigrationFor<AgentsDialect> = {
  id: '002',
  description: 'Create sessions and session_logs tables with indexes',
  createdAt: new Date('2026-11-20T10:00:00.000Z'),
  up: {
    sqlite: [
      `CREATE TABLE sessions (
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
        created_at DATETIME DEFAULT CURRENT_TIMESTAMP,
        updated_at DATETIME DEFAULT CURRENT_TIMESTAMP,
        FOREIGN KEY (main_agent_id) REFERENCES agents(id) ON DELETE CASCADE
      )`,
      'CREATE INDEX idx_sessions_name ON sessions(name)',
      'CREATE INDEX idx_sessions_status ON sessions(status)',
      'CREATE INDEX idx_sessions_created_at ON sessions(created_at)',
      'CREATE INDEX idx_sessions_external_session_id ON sessions(external_session_id)',
      'CREATE INDEX idx_sessions_main_agent_id ON sessions(main_agent_id)',
      'CREATE INDEX idx_sessions_model ON sessions(model)',
      'CREATE INDEX idx_sessions_plan_model ON sessions(plan_model)',
      'CREATE INDEX idx_sessions_small_model ON sessions(small_model)',
      `CREATE TABLE session_logs (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        session_id TEXT NOT NULL,
        parent_id INTEGER,
        role TEXT NOT NULL,
        type TEXT NOT NULL,
        content TEXT NOT NULL,
        metadata TEXT,
        created_at DATETIME DEFAULT CURRENT_TIMESTAMP,
        updated_at DATETIME DEFAULT CURRENT_TIMESTAMP,
        FOREIGN KEY (session_id) REFERENCES sessions(id) ON DELETE CASCADE,
        FOREIGN KEY (parent_id) REFERENCES session_logs(id)
      )`,
      'CREATE INDEX idx_session_logs_session_id ON session_logs(session_id)',
      'CREATE INDEX idx_session_logs_parent_id ON session_logs(parent_id)',
      'CREATE INDEX idx_session_logs_role ON session_logs(role)',
      'CREATE INDEX idx_session_logs_type ON session_logs(type)',
      'CREATE INDEX idx_session_logs_created_at ON session_logs(created_at)',
      'CREATE INDEX idx_session_logs_updated_at ON session_logs(updated_at)',
    ],
  },
  down: {
    sqlite: [
      'DROP INDEX IF EXISTS idx_session_logs_updated_at',
      'DROP INDEX IF EXISTS idx_session_logs_created_at',
      'DROP INDEX IF EXISTS idx_session_logs_type',
      'DROP INDEX IF EXISTS idx_session_logs_role',
      'DROP INDEX IF EXISTS idx_session_logs_parent_id',
      'DROP INDEX IF EXISTS idx_session_logs_session_id',
      'DROP TABLE IF EXISTS session_logs',
      'DROP INDEX IF EXISTS idx_sessions_small_model',
      'DROP INDEX IF EXISTS idx_sessions_plan_model',
      'DROP INDEX IF EXISTS idx_sessions_model',
      'DROP INDEX IF EXISTS idx_sessions_main_agent_id',
      'DROP INDEX IF EXISTS idx_sessions_external_session_id',
      'DROP INDEX IF EXISTS idx_sessions_created_at',
      'DROP INDEX IF EXISTS idx_sessions_status',
      'DROP INDEX IF EXISTS idx_sessions_name',
      'DROP TABLE IF EXISTS sessions',
    ],
  },
}
