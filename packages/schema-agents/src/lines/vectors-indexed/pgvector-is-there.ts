// Owns: the statement that stops a migration on a PostgreSQL without pgvector, and says what is to be installed.
// Must not know: tables.

/** In the migration's own transaction and before its first table, so that nothing of it stays. */
export const PGVECTOR_IS_THERE = `DO $$
DECLARE
  elsewhere text := (SELECT n.nspname FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'vector');
BEGIN
  IF elsewhere IS NULL AND NOT EXISTS (SELECT FROM pg_catalog.pg_available_extensions WHERE name = 'vector') THEN
    RAISE EXCEPTION 'This server has no pgvector, and nothing was made. Install it (Debian and Ubuntu: the package postgresql-%-pgvector, of apt.postgresql.org where the system has none), run CREATE EXTENSION vector in this database, and migrate again; or take the line vectors, which needs nothing.',
      current_setting('server_version_num')::integer / 10000 USING ERRCODE = 'feature_not_supported';
  ELSIF elsewhere IS NULL THEN
    RAISE EXCEPTION 'pgvector is installed on this server and not in this database, and nothing was made. Run CREATE EXTENSION vector in this database, and migrate again.'
      USING ERRCODE = 'feature_not_supported';
  ELSIF to_regtype('vector') IS NULL THEN
    RAISE EXCEPTION 'pgvector is in the schema %, which the search_path of this session does not have, and nothing was made. Put it there for all who use these tables (ALTER DATABASE … SET search_path), and migrate again.', elsewhere
      USING ERRCODE = 'feature_not_supported';
  ELSIF NOT EXISTS (SELECT FROM pg_catalog.pg_am WHERE amname = 'hnsw') THEN
    RAISE EXCEPTION 'pgvector is older than 0.5.0 in this database and has no index hnsw, and nothing was made. Install a newer one, run ALTER EXTENSION vector UPDATE, and migrate again.'
      USING ERRCODE = 'feature_not_supported';
  END IF;
END
$$`
