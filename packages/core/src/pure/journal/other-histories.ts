// Owns: the tables in which other migration tools keep what they have applied, and the questions that tell whether one has.
// Must not know: sessions, what is done about it.

import type { Dialect, DialectFamily } from '../../model/dialect.ts'
import { identifyTable } from './identify-table.ts'

export interface OtherTable {
  readonly table: string
  /** Where it is not among the connection's own tables. */
  readonly schema?: string
  /** Undefined where only its columns tell whose it is: several tools have the name, or anybody. */
  readonly tool: string | undefined
  /** For a tool that writes a row before it has applied anything. */
  readonly applied?: { readonly column: string; readonly above: number }
}

const EVERYWHERE: readonly OtherTable[] = [
  { table: 'schema_migrations', tool: undefined },
  { table: 'goose_db_version', tool: 'goose', applied: { column: 'version_id', above: 0 } },
  { table: 'flyway_schema_history', tool: 'Flyway' },
  { table: 'pgmigrations', tool: 'node-pg-migrate' },
  { table: '_prisma_migrations', tool: 'Prisma' },
  { table: '__drizzle_migrations', tool: 'Drizzle' },
  { table: 'knex_migrations', tool: 'Knex' },
  { table: 'kysely_migration', tool: 'Kysely' },
  { table: 'SequelizeMeta', tool: 'Sequelize or Umzug' },
  { table: 'schemaversion', tool: 'Postgrator' },
  { table: 'mikro_orm_migrations', tool: 'MikroORM' },
  { table: 'migrations', tool: undefined },
]

const ELSEWHERE: { readonly [family in DialectFamily]?: readonly OtherTable[] } = {
  postgres: [{ table: '__drizzle_migrations', schema: 'drizzle', tool: 'Drizzle' }],
}

/** `own`: the names of our own tables, which are looked at when the history is read. */
export function otherTables(dialect: Dialect, own: readonly string[]): readonly OtherTable[] {
  return [...EVERYWHERE.filter(({ table }) => !own.includes(table)), ...otherTablesElsewhere(dialect)]
}

/** Those that have a schema of their own. */
export function otherTablesElsewhere({ family }: Dialect): readonly OtherTable[] {
  return ELSEWHERE[family] ?? []
}

/** Columns of a query: a `Presence` for each of `tables`, as `n0`, `n1`, …; NULL where the catalogue cannot tell. */
export function presences({ probe }: Dialect, tables: readonly OtherTable[]): readonly string[] {
  return tables.map(({ table, schema }, n) => {
    const object = { kind: 'relation', schema, name: table } as const
    return `${probe({ change: 'appears', object }, 'found') ?? 'NULL'} AS n${n}`
  })
}

/** Whose table it is; undefined where it is none in which another tool keeps its history. */
export function toolOf({ tool }: OtherTable, columns: readonly string[]): string | undefined {
  const identity = identifyTable(columns)
  return identity.kind === 'foreign' ? (tool ?? identity.tool) : undefined
}

/** Query: a row where the tool has applied something. */
export function hasApplied({ identifier }: Dialect, { table, schema, applied }: OtherTable, columns: readonly string[]): string {
  const from = `${schema === undefined ? '' : `${identifier(schema)}.`}${identifier(table)}`
  const where = applied !== undefined && columns.includes(applied.column) ? ` WHERE ${identifier(applied.column)} > ${applied.above}` : ''
  return `SELECT 1 AS applied FROM ${from}${where} LIMIT 1`
}
