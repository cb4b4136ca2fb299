// Owns: how PostgreSQL tells which tables a transaction has locked and written anew.
// Must not know: which transaction, whose tables.

import type { FootprintSql } from '../model/dialect.ts'
import { postgresLiteral } from './literal-postgres.ts'

// Tables, partitioned ones, materialised views: what has rows that others read.
const OURS = `c.relkind IN ('r', 'p', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema')`
const FROM = 'FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace'

/**
 * Whatever writes a table anew gives it a new file: ALTER TABLE where it must, TRUNCATE, CLUSTER.
 * @see https://www.postgresql.org/docs/current/view-pg-locks.html
 * @see https://www.postgresql.org/docs/current/catalog-pg-class.html relfilenode
 */
export const postgresFootprint: FootprintSql = {
  tables: (except) => {
    const named = except.map((name) => ` AND c.oid <> COALESCE(to_regclass(${postgresLiteral(name)})::oid, 0::oid)`).join('')
    return `SELECT c.oid::bigint AS id, c.oid::regclass::text AS name, c.relfilenode::bigint AS file ${FROM} WHERE ${OURS}${named} ORDER BY 2`
  },
  locks: `SELECT DISTINCT l.relation::bigint AS id, l.mode ${FROM} JOIN pg_locks AS l ON l.relation = c.oid
    WHERE l.locktype = 'relation' AND l.pid = pg_backend_pid() AND l.granted AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND ${OURS} ORDER BY 1, 2`,
}
