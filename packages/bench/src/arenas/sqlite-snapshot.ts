// Owns: what the workload left in an SQLite file, looked at with better-sqlite3 whoever wrote it.
// Must not know: contestants, how anything was measured.

import Database from 'better-sqlite3'

import type { Snapshot } from '../arena.ts'
import type { WorkloadStep } from '../workload.ts'

/** The snapshot of a database that has all of `steps`, made here and not by any contestant. */
export function expectedInFile(steps: readonly WorkloadStep[]): Snapshot {
  const database = new Database(':memory:')
  database.exec(steps.flatMap((step) => step.up).join(';\n'))
  const snapshot = read(database, 'delete')
  database.close()
  return snapshot
}

export function snapshotOfFile(file: string): Snapshot {
  const database = new Database(file, { readonly: true, fileMustExist: true })
  try {
    return read(database, String(database.pragma('journal_mode', { simple: true })))
  } finally {
    database.close()
  }
}

function read(database: Database.Database, journal: string): Snapshot {
  const objects = database
    .prepare<[], { type: string; name: string; sql: string }>(
      `SELECT type, name, sql FROM sqlite_schema WHERE name GLOB 't_[0-9]*' ORDER BY name`,
    )
    .all()
  const rows = objects
    .filter(({ type }) => type === 'table')
    .map(({ name }) => database.prepare(`SELECT '${name}' AS t, name, email FROM ${name}`).all())
    .filter((found) => found.length > 0)
  // A contestant that switched to write-ahead logging would compare another durability.
  return JSON.stringify({ journal, integrity: database.pragma('integrity_check', { simple: true }), objects, rows })
}
