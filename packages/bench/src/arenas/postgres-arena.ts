// Owns: PostgreSQL as an arena.
// Must not know: contestants.

import { type Database, startPostgres } from '@godwit/servers'

import type { Arena, ArenaOptions, Snapshot } from '../arena.ts'
import { serverArena } from './server-arena.ts'

export async function postgresArena({ latencyMs }: ArenaOptions): Promise<Arena> {
  return serverArena({ server: await startPostgres({ version: 15 }), latencyMs, snapshotOf })
}

async function snapshotOf(database: Database): Promise<Snapshot> {
  const columns = await database.query(
    `SELECT table_name, column_name, data_type, column_default, is_nullable FROM information_schema.columns WHERE table_schema = 'public' AND table_name ~ '^t_[0-9]+$' ORDER BY table_name, ordinal_position`,
  )
  const indexes = await database.query(
    `SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename ~ '^t_[0-9]+$' ORDER BY indexname`,
  )
  const tables = [...new Set(columns.map((row) => String(row['table_name'])))]
  const rows = await rowsOf(database, tables)
  return JSON.stringify({ columns, indexes, rows })
}

/** One query for all: a thousand would take longer than the contest. */
async function rowsOf(database: Database, tables: readonly string[]): Promise<readonly unknown[]> {
  if (tables.length === 0) return []
  const parts = tables.map((table) => `SELECT '${table}' AS t, name, email FROM ${table}`)
  return database.query(`SELECT * FROM (${parts.join(' UNION ALL ')}) AS r ORDER BY t, name`)
}
