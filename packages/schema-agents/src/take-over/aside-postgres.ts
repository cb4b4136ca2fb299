// Owns: tables of PostgreSQL that make room for others of the same names, and go once their rows are copied.
// Must not know: which tables, what is copied.

const ASIDE = 'godwit_aside'

/** A table that was moved, as it is named until it goes. */
export function old(table: string): string {
  return `${ASIDE}.${table}`
}

/** Indexes, keys and sequences go with their table, whatever they are called: their names are free too. */
export function movedAside(tables: readonly string[]): readonly string[] {
  return [`CREATE SCHEMA ${ASIDE}`, ...tables.map((table) => `ALTER TABLE ${table} SET SCHEMA ${ASIDE}`)]
}

/** Who had rights to the old ones has them to the new ones. What still hangs on the old ones makes this fail. */
export function goneAfterwards(tables: readonly string[]): readonly string[] {
  return [
    `DO $$
    DECLARE given record;
    BEGIN
      FOR given IN SELECT t.relname, a.privilege_type, a.is_grantable, a.grantee FROM pg_class t
        JOIN pg_namespace n ON n.oid = t.relnamespace CROSS JOIN LATERAL aclexplode(t.relacl) AS a
        WHERE n.nspname = '${ASIDE}' AND t.relkind = 'r' AND a.grantee <> t.relowner
      LOOP
        EXECUTE format('GRANT %s ON %I TO %s%s', given.privilege_type, given.relname,
          CASE given.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(given.grantee)) END,
          CASE WHEN given.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END);
      END LOOP;
    END $$`,
    `DROP TABLE ${tables.map(old).join(', ')}`,
    `DROP SCHEMA ${ASIDE}`,
  ]
}

/** Query for `Conversion.unfit`: what others hung on the tables, and what a new table would not have. */
export function hangingOn(tables: readonly string[]): string {
  const those = `(${tables.map((table) => `'${table}'::regclass`).join(', ')})`
  return `SELECT g.tgrelid::regclass::text AS tab, g.tgname::text AS id, 'A trigger of the table is in the way.' AS why
      FROM pg_trigger g WHERE NOT g.tgisinternal AND g.tgrelid IN ${those}
    UNION ALL SELECT p.polrelid::regclass::text, p.polname::text, 'A policy of the table is in the way.' FROM pg_policy p WHERE p.polrelid IN ${those}
    UNION ALL SELECT k.confrelid::regclass::text, k.conname::text, 'A foreign key of the table ' || k.conrelid::regclass || ' is in the way.'
      FROM pg_constraint k WHERE k.contype = 'f' AND k.confrelid IN ${those} AND k.conrelid NOT IN ${those}
    UNION ALL SELECT DISTINCT d.refobjid::regclass::text, r.ev_class::regclass::text, 'A view over the table is in the way.'
      FROM pg_depend d JOIN pg_rewrite r ON r.oid = d.objid WHERE d.classid = 'pg_rewrite'::regclass AND d.refclassid = 'pg_class'::regclass
      AND d.refobjid IN ${those} AND r.ev_class NOT IN ${those}`
}

/** To the millisecond, as the lines have it. Cut and not rounded, which might make a moment of the past one of the future. */
export function moment(...columns: readonly string[]): string {
  return `date_trunc('milliseconds', ${columns.length === 1 ? columns.join('') : `COALESCE(${columns.join(', ')})`})`
}
