// Owns: what becomes of rows that could be written because keys were missing, and of moments in two forms.
// Must not know: how the tables are made.

const NOW = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"

/**
 * Entries first: the sessions that stand in for theirs need an agent too. `permission_mode` and `max_steps` of a session are null, so
 * that the agent's are in effect; the agent's are the table's defaults, which allow least.
 */
export const standIns: readonly string[] = [
  `INSERT INTO sessions (id, name, main_agent_id, status, permission_mode, max_steps, created_at, updated_at)
    SELECT l.session_id, 'Missing session', 'missing-agent', 'stopped', NULL, NULL, MIN(l.created_at), ${NOW}
    FROM session_logs AS l WHERE NOT EXISTS (SELECT 1 FROM sessions AS s WHERE s.id = l.session_id) GROUP BY l.session_id`,
  `INSERT INTO agents (id, type, name, model, created_at, updated_at)
    SELECT s.main_agent_id, 'custom', 'Missing agent', COALESCE(MAX(s.model), 'unknown'), ${NOW}, ${NOW}
    FROM sessions AS s WHERE NOT EXISTS (SELECT 1 FROM agents AS a WHERE a.id = s.main_agent_id) GROUP BY s.main_agent_id`,
  `UPDATE session_logs SET parent_id = NULL
    WHERE parent_id IS NOT NULL AND parent_id NOT IN (SELECT id FROM session_logs)`,
]

/** What cannot be read as a moment stays as it is. */
export function inOneForm(tables: readonly string[]): readonly string[] {
  const moment = (column: string): string =>
    `${column} = CASE WHEN ${column} GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*' THEN COALESCE(strftime('%Y-%m-%dT%H:%M:%fZ', ${column}), ${column}) ELSE ${column} END`
  return tables.map((table) => `UPDATE ${table} SET ${moment('created_at')}, ${moment('updated_at')}`)
}
