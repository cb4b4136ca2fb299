// Owns: the statement that drops an index whose table stays.
// Must not know: tables.

import type { ScriptWords } from './script.ts'

/**
 * MySQL names indexes within their table, the others within the schema. Not `IF EXISTS`, which MySQL does not have: an index that is
 * missing here is a table that somebody else has changed.
 */
export function dropIndex({ dialect, table, object }: ScriptWords, of: string, name: string): string {
  return dialect === 'mysql' ? `DROP INDEX ${object(name)} ON ${table(of)}` : `DROP INDEX ${table(name)}`
}
