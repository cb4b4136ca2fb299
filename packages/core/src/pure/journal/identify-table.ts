// Owns: whose table it is, by its columns. Names prove nothing: six tools call theirs `migrations`.
// Must not know: how the columns were found.

import { FURTHER_COLUMNS, HISTORY_COLUMNS } from './journal-sql.ts'

export type Identity =
  | { readonly kind: 'absent' }
  | { readonly kind: 'ours' }
  | { readonly kind: 'foreign'; readonly tool: string | undefined; readonly lacks: readonly string[] }

/** By the columns that only this tool's table has, most telling first. */
const TOOLS: readonly (readonly [tool: string, columns: readonly string[]])[] = [
  ['the agents database of Cherry Studio', ['id', 'description', 'applied_at', 'execution_time', 'checksum', 'created_at', 'updated_at']],
  ['the later agents database of Cherry Studio', ['version', 'tag', 'executed_at']],
  ['TypeORM', ['id', 'timestamp', 'name']],
  ['db-migrate or node-pg-migrate', ['id', 'name', 'run_on']],
  ['Emigrate', ['name', 'status', 'date']],
  ['Knex', ['id', 'name', 'batch', 'migration_time']],
  ['Kysely', ['name', 'timestamp']],
  ['Drizzle', ['id', 'hash', 'created_at']],
  ['Prisma', ['id', 'checksum', 'finished_at', 'migration_name', 'logs', 'rolled_back_at', 'started_at', 'applied_steps_count']],
  ['Postgrator', ['version', 'name', 'md5', 'run_at']],
  ['golang-migrate', ['version', 'dirty']],
  ['goose', ['id', 'version_id', 'is_applied', 'tstamp']],
  ['Flyway', ['installed_rank', 'version', 'description', 'type', 'script', 'checksum']],
  ['MikroORM', ['id', 'name', 'executed_at']],
  ['Automagik', ['id', 'name', 'applied_at']],
  ['dbmate', ['version']],
  ['Sequelize or Umzug', ['name']],
]

export function identifyTable(columns: readonly string[]): Identity {
  if (columns.length === 0) return { kind: 'absent' }
  const lacks = fewLacking([...HISTORY_COLUMNS, ...FURTHER_COLUMNS], columns)
  if (lacks.length > 0) return { kind: 'foreign', tool: undefined, lacks }
  const present = new Set(columns.map((column) => column.toLowerCase()))
  if (HISTORY_COLUMNS.every((column) => present.has(column))) return { kind: 'ours' }
  return { kind: 'foreign', tool: TOOLS.find(([, wanted]) => wanted.every((column) => present.has(column)))?.[0], lacks }
}

/** So few that somebody has renamed or dropped them in a table of ours; none where it has all, or never was one. */
export function fewLacking(wanted: readonly string[], columns: readonly string[]): readonly string[] {
  const present = new Set(columns.map((column) => column.toLowerCase()))
  const lacks = wanted.filter((column) => !present.has(column))
  return lacks.length * 4 <= wanted.length ? lacks : []
}
