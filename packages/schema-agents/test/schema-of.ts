// Owns: the whole schema of a database as text, so that two can be compared: tables, columns, keys, indexes, as the engine writes them.
// Must not know: which lines are in it.

import type { Handle } from '../src/index.ts'

/** Of tables whose names begin with `prefix`: what each is made of, by name. */
export async function schemaOf(on: Handle, prefix: string): Promise<ReadonlyMap<string, string>> {
  const rows = await textsOf(on)
  return new Map(rows.filter(([name]) => name.startsWith(prefix)).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

async function textsOf({ place, run }: Handle): Promise<readonly (readonly [name: string, text: string])[]> {
  const asked = async (sql: string): Promise<readonly (readonly [string, string])[]> =>
    (await run(sql)).rows.map(({ name, text }) => [String(name), String(text)])
  switch (place.dialect) {
    case 'sqlite':
      return asked(`SELECT name, sql AS text FROM sqlite_master WHERE sql IS NOT NULL`)
    case 'postgres':
      return [
        ...(await asked(`SELECT table_name || '.' || column_name AS name, concat_ws(' ', ordinal_position, data_type, character_maximum_length,
          datetime_precision, is_nullable, is_identity, column_default) AS text FROM information_schema.columns WHERE table_schema = 'public'`)),
        ...(await asked(`SELECT indexname AS name, indexdef AS text FROM pg_indexes WHERE schemaname = 'public'`)),
        ...(await asked(`SELECT conrelid::regclass || ' ' || conname AS name, pg_get_constraintdef(oid) AS text FROM pg_constraint
          WHERE connamespace = 'public'::regnamespace`)),
      ]
    case 'mysql': {
      const { rows } = await run(`SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()`)
      const made: [string, string][] = []
      for (const { name } of rows) {
        const [row] = (await run(`SHOW CREATE TABLE ${String(name)}`)).rows
        // How far it has counted is no part of the schema.
        made.push([String(name), String(row?.['Create Table']).replace(/ AUTO_INCREMENT=\d+/, '')])
      }
      return made
    }
    default:
      return place.dialect satisfies never
  }
}
