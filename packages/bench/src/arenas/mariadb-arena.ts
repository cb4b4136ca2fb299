// Owns: MariaDB as an arena.
// Must not know: contestants.

import { type Database, startMariadb } from '@godwit/servers'

import type { Arena, ArenaOptions, Snapshot } from '../arena.ts'
import { serverArena } from './server-arena.ts'

export async function mariadbArena({ latencyMs }: ArenaOptions): Promise<Arena> {
  return serverArena({ server: await startMariadb(), latencyMs, snapshotOf })
}

async function snapshotOf(database: Database): Promise<Snapshot> {
  const columns = await database.query(
    `SELECT table_name AS t, column_name AS c, column_type AS y, column_default AS d, is_nullable AS n FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name REGEXP '^t_[0-9]+$' ORDER BY table_name, ordinal_position`,
  )
  const indexes = await database.query(
    `SELECT table_name AS t, index_name AS i, seq_in_index AS s, column_name AS c FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name REGEXP '^t_[0-9]+$' ORDER BY table_name, index_name, seq_in_index`,
  )
  // A union over a thousand tables is more than its parser likes; only every tenth has a row.
  const tables = [...new Set(columns.map((row) => String(row['t'])))].filter((table) => table.endsWith('0'))
  const rows = await rowsOf(database, tables)
  return JSON.stringify({ columns, indexes, rows })
}

async function rowsOf(database: Database, tables: readonly string[]): Promise<readonly unknown[]> {
  if (tables.length === 0) return []
  const parts = tables.map((table) => `SELECT '${table}' AS t, name, email FROM ${table}`)
  return database.query(`SELECT * FROM (${parts.join(' UNION ALL ')}) AS r ORDER BY t, name`)
}
