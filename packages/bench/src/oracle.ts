// Owns: whether a run did the work that was asked for. It looks at the file with a client of its own.
// Must not know: contestants, how anything was measured.

import Database from 'better-sqlite3'

import type { WorkloadStep } from './workload.ts'

/** What the workload left in a database, as one text: every object with its SQL, every row, and the settings that stay in the file. */
export type Snapshot = string

/** The snapshot of a database that has all of `steps`, made here and not by any contestant. */
export function expected(steps: readonly WorkloadStep[]): Snapshot {
  const database = new Database(':memory:')
  database.exec(steps.flatMap((step) => step.up).join(';\n'))
  const snapshot = read(database, 'delete')
  database.close()
  return snapshot
}

export function snapshot(file: string): Snapshot {
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
