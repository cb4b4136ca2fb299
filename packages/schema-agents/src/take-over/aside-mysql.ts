// Owns: tables of MySQL and MariaDB that make room for others of the same names, and go once their rows are copied.
// Must not know: which tables, what is copied.

const ASIDE = 'godwit_aside_'

/** A table that was moved, as it is named until it goes. */
export function old(table: string): string {
  return `${ASIDE}${table}`
}

/** One statement each: of two pairs in one, nobody could tell after a crash which were renamed. */
export function movedAside(tables: readonly string[]): readonly string[] {
  return tables.map((table) => `RENAME TABLE ${table} TO ${old(table)}`)
}

export function goneAfterwards(tables: readonly string[]): readonly string[] {
  return tables.map((table) => `DROP TABLE ${old(table)}`)
}

/** Query for `Conversion.unfit`: what others hung on the tables. A view reads whichever table has the name. */
export function hangingOn(tables: readonly string[]): string {
  const those = `(${tables.map((table) => `'${table}'`).join(', ')})`
  return `SELECT g.event_object_table AS tab, g.trigger_name AS id, 'A trigger of the table is in the way.' AS why
      FROM information_schema.triggers AS g WHERE g.event_object_schema = DATABASE() AND g.event_object_table IN ${those}
    UNION ALL SELECT DISTINCT k.referenced_table_name, k.constraint_name, CONCAT('A foreign key of the table ', k.table_name, ' is in the way.')
      FROM information_schema.key_column_usage AS k WHERE k.referenced_table_schema = DATABASE() AND k.referenced_table_name IN ${those}
      AND NOT (k.table_schema = DATABASE() AND k.table_name IN ${those})`
}
