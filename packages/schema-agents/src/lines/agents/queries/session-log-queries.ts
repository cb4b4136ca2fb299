// Owns: the queries on the table `session_logs`, as text, and what their parameters are.
// Must not know: clients. Text and parameters go to whatever `execute` the caller has.

/**
 * The same names and the same order of parameters on every dialect; only the text differs. A query's parameters are
 * listed in the order in which they are bound, and that order does not change.
 */
export interface SessionLogQuerySet {
  /**
   * `session_id, parent_id, role, type, content, metadata, created_at, updated_at`. The new id is what the client calls
   * the last inserted row id.
   */
  readonly insert: string
  /** `content, metadata, updated_at, id`. */
  readonly update: string
  /** `id` → `SessionLogRow`. */
  readonly getById: string
  /** `session_id` → `SessionLogRow`s, oldest first; of those created in one moment, the one inserted first is first. */
  readonly getBySessionId: string
  /** `session_id, limit, offset` → `SessionLogRow`s, in the same order. */
  readonly getBySessionIdWithPagination: string
  /** `session_id, limit` → `SessionLogRow`s, newest first. */
  readonly getLatestBySessionId: string
  /** `session_id`. All entries of a session, whatever the tree they form. */
  readonly deleteBySessionId: string
  /** `id`. Refused by the database while another entry has it as its parent. */
  readonly deleteById: string
  /** `session_id` → `{ total }`. */
  readonly countBySessionId: string
}

const COLUMNS = 'id, session_id, parent_id, role, type, content, metadata, created_at, updated_at'

/** For SQLite and libSQL. */
export const SessionLogQueries: SessionLogQuerySet = {
  insert: `INSERT INTO session_logs (session_id, parent_id, role, type, content, metadata, created_at, updated_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  update: 'UPDATE session_logs SET content = ?, metadata = ?, updated_at = ? WHERE id = ?',
  getById: `SELECT ${COLUMNS} FROM session_logs WHERE id = ?`,
  getBySessionId: `SELECT ${COLUMNS} FROM session_logs WHERE session_id = ? ORDER BY created_at ASC, id ASC`,
  getBySessionIdWithPagination: `SELECT ${COLUMNS} FROM session_logs WHERE session_id = ?
    ORDER BY created_at ASC, id ASC LIMIT ? OFFSET ?`,
  getLatestBySessionId: `SELECT ${COLUMNS} FROM session_logs WHERE session_id = ? ORDER BY created_at DESC, id DESC LIMIT ?`,
  deleteBySessionId: 'DELETE FROM session_logs WHERE session_id = ?',
  deleteById: 'DELETE FROM session_logs WHERE id = ?',
  countBySessionId: 'SELECT COUNT(*) AS total FROM session_logs WHERE session_id = ?',
}
