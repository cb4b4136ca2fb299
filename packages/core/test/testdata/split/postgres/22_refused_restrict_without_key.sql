-- A command of psql that has no key, or more than one, is not what pg_dump writes.
\restrict
SELECT 1;
