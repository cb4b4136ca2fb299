// Owns: how PostgreSQL is asked about, and told to end, the work of another session.
// Must not know: who waits for it.

import type { SessionSql } from '../model/dialect.ts'
import { postgresLiteral } from './literal-postgres.ts'

/**
 * `<pid>`, or `marker:<uuid>` where a pooler hides which backend is ours: then every text begins with that mark. What
 * another user may not see is NULL, and counts as work.
 */
function atWork(id: string, since: string): string | undefined {
  if (/^\d{1,10}$/.test(id)) {
    // A backend that began after the intent was written has only been given the same number.
    const before = `backend_start <= timestamptz ${postgresLiteral(since)} + interval '1 second'`
    return `pg_stat_activity WHERE pid = ${id} AND pid <> pg_backend_pid() AND (backend_start IS NULL OR ${before}) AND (state IS NULL OR state NOT IN ('idle', 'disabled'))`
  }
  const marker = /^marker:([0-9a-f-]{1,64})$/.exec(id)?.[1]
  return marker === undefined
    ? undefined
    : `pg_stat_activity WHERE query LIKE '/* godwit ${marker} */%' AND state = 'active' AND pid <> pg_backend_pid()`
}

export const postgresSessions: SessionSql = {
  running: (id, since) => {
    const from = atWork(id, since)
    return from === undefined ? undefined : `SELECT 'running' AS state FROM ${from}`
  },
  cancel: (id, since) => {
    const from = atWork(id, since)
    return from === undefined ? undefined : `SELECT pg_cancel_backend(pid) FROM ${from}`
  },
}
