// Owns: how PostgreSQL is asked about, and told to end, the work of another session.
// Must not know: who waits for it.

import type { SessionSql } from '../model/dialect.ts'
import { postgresLiteral } from './literal-postgres.ts'

const PID = /^\d{1,10}$/
/** Records from before have no role. */
const MARKER = /^marker:([0-9a-f-]{1,64})(?::(.+))?$/s

/** What another role may not see is NULL, and counts as work. */
function ofBackend(pid: string, since: string): string {
  // A backend that began after the intent was written has only been given the same number.
  const before = `backend_start <= timestamptz ${postgresLiteral(since)} + interval '1 second'`
  return `pg_stat_activity WHERE pid = ${pid} AND pid <> pg_backend_pid() AND (backend_start IS NULL OR ${before}) AND (state IS NULL OR state <> 'idle')`
}

function ofMarker(marker: string): string {
  return `pg_stat_activity WHERE query LIKE '/* godwit ${marker} */%' AND state = 'active' AND pid <> pg_backend_pid()`
}

/** Backends that could be at work under any marker: their text is not shown to this role, or to nobody (`track_activities`). */
function unseen(role: string | undefined): string {
  const theirs = role === undefined ? '' : ` AND usename = ${postgresLiteral(role)}`
  return `pg_stat_activity WHERE datname = current_database()${theirs} AND pid <> pg_backend_pid() AND (state = 'disabled' OR (state IS NULL AND query = '<insufficient privilege>'))`
}

/**
 * `<pid>`, or `marker:<uuid>:<role>` where a pooler hides which backend is ours: then every text begins with that mark.
 */
export const postgresSessions: SessionSql = {
  running: (id, since) => {
    if (PID.test(id)) return `SELECT CASE state WHEN 'disabled' THEN 'hidden' ELSE 'running' END AS state FROM ${ofBackend(id, since)}`
    const [, marker, role] = MARKER.exec(id) ?? []
    if (marker === undefined) return undefined
    return `SELECT 'running' AS state FROM ${ofMarker(marker)} UNION ALL SELECT 'hidden' FROM ${unseen(role)} ORDER BY state DESC LIMIT 1`
  },
  cancel: (id, since) => {
    const marker = MARKER.exec(id)?.[1]
    if (marker === undefined && !PID.test(id)) return undefined
    return `SELECT pg_cancel_backend(pid) FROM ${marker === undefined ? ofBackend(id, since) : ofMarker(marker)}`
  },
  sight: 'GRANT pg_read_all_stats TO …',
}
