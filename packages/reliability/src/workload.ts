// Owns: the migrations that faults are tried on, and what must be there when they have run exactly once.
// Must not know: faults, processes.

import type { Migration } from '@godwit/core'
import type { Database, Engine } from './database.ts'

/**
 * `standard`: tables and rows in turn. `slow`: one statement of each migration takes `ms` on the server.
 * `indexes`: PostgreSQL indexes that are built beside writers. `heavy`: one statement of each migration writes `HEAVY_KB`.
 */
export interface Workload {
  readonly kind: 'standard' | 'slow' | 'indexes' | 'heavy'
  readonly migrations: number
  /** Of each migration. */
  readonly statements: number
  /** How long the slow statement takes, milliseconds. */
  readonly ms: number
}

export const STANDARD: Workload = { kind: 'standard', migrations: 3, statements: 20, ms: 0 }

/** `probe` has no key: what ran twice is there twice. */
export function migrationsOf({ kind, migrations, statements, ms }: Workload, family: Engine['family']): readonly Migration[] {
  return Array.from({ length: migrations }, (_, m) => ({
    id: String(m + 1).padStart(4, '0'),
    description: `${kind} ${m + 1}`,
    up: Array.from({ length: statements }, (_, s) => {
      if (m === 0 && s === 0) return 'CREATE TABLE probe (what VARCHAR(40) NOT NULL)'
      if (s === 1) return note(m, s)
      if (kind === 'slow' && s === 2) return slow(m, ms, family)
      if (kind === 'heavy' && s === 2) return heavy(m, family)
      if (kind === 'indexes' && s === 2) return `CREATE INDEX CONCURRENTLY probe_${m} ON probe (what)`
      return s % 2 === 0 ? `CREATE TABLE t_${m}_${s} (a INT)` : note(m, s)
    }),
  }))
}

function note(m: number, s: number): string {
  return `INSERT INTO probe (what) VALUES ('${m}.${s}')`
}

/** Rows of the table that MariaDB copies in a millisecond, roughly; how long it takes exactly does not matter. */
const ROWS_PER_MS = 250

/** What the heavy statement writes, roughly, in units of 1000 bytes, a row each. */
export const HEAVY_KB = 4_000

function heavy(m: number, family: Engine['family']): string {
  switch (family) {
    case 'postgres':
      return `CREATE TABLE t_${m}_2 AS SELECT repeat('x', 1000) AS a FROM generate_series(1, ${HEAVY_KB})`
    case 'mysql':
      return `INSERT INTO bulk SELECT ${m}, REPEAT('x', 1000) FROM ${numbers(HEAVY_KB)}`
    case 'sqlite':
      return `CREATE TABLE t_${m}_2 AS WITH RECURSIVE n(a) AS (SELECT 1 UNION ALL SELECT a + 1 FROM n WHERE a < ${HEAVY_KB}) SELECT printf('%.*c', 1000, 'x') AS a FROM n`
    default:
      return family satisfies never
  }
}

/** A table of so many rows, as MariaDB and MySQL both have it. */
function numbers(rows: number): string {
  const digits = `(${Array.from({ length: 10 }, (_, digit) => `SELECT ${digit} AS a`).join(' UNION ALL ')})`
  const places = Array.from({ length: Math.ceil(Math.log10(rows)) }, (_, place) => `${digits} AS d${place}`)
  return `(SELECT d0.a FROM ${places.join(', ')} LIMIT ${rows}) AS numbers`
}

/** What must be there before such migrations run. */
export async function prepareFor({ kind, ms }: Workload, database: Database, family: Engine['family']): Promise<void> {
  if (kind === 'slow' && family === 'mysql') await database.query(`CREATE TABLE big AS SELECT a FROM ${numbers(ms * ROWS_PER_MS)}`)
  if (kind === 'heavy' && family === 'mysql') await database.query('CREATE TABLE bulk (m INT, a TEXT)')
}

/** DDL where the engine commits it by itself, so that a dead client's statement goes on alone. */
function slow(m: number, ms: number, family: Engine['family']): string {
  switch (family) {
    case 'postgres':
      return `CREATE TABLE t_${m}_2 AS SELECT pg_sleep(${ms / 1000}) IS NULL AS a`
    case 'mysql':
      return `ALTER TABLE big ADD COLUMN c_${m} INT, ALGORITHM=COPY`
    case 'sqlite':
      return `CREATE TABLE t_${m}_2 AS WITH RECURSIVE n(a) AS (SELECT 1 UNION ALL SELECT a + 1 FROM n WHERE a < ${ms * 2000}) SELECT COUNT(*) AS a FROM n`
    default:
      return family satisfies never
  }
}

/** What differs from a database in which everything ran exactly once; nothing when it is whole. */
export async function faultsIn(database: Database, workload: Workload, family: Engine['family']): Promise<readonly string[]> {
  const faults: string[] = []
  const told = await database.query('SELECT what, COUNT(*) AS times FROM probe GROUP BY what')
  const times = new Map(told.map((row) => [String(row['what']), Number(row['times'])]))
  for (let m = 0; m < workload.migrations; m++) {
    for (let s = 0; s < workload.statements; s++) {
      if (!isNote(workload, m, s)) continue
      const found = times.get(`${m}.${s}`) ?? 0
      times.delete(`${m}.${s}`)
      if (found !== 1) faults.push(`statement ${s + 1} of migration ${m + 1} took effect ${found} times`)
    }
  }
  for (const what of times.keys()) faults.push(`a row '${what}' that nobody wrote`)
  const receipts = await database.query("SELECT id, COUNT(*) AS times FROM migrations WHERE direction = 'up' AND seq = 1 GROUP BY id")
  if (receipts.length !== workload.migrations || receipts.some((row) => Number(row['times']) !== 1))
    faults.push(`${receipts.length} receipts for ${workload.migrations} migrations`)
  for (let m = 0; m < workload.migrations; m++) {
    for (let s = 0; s < workload.statements; s++) {
      if (isNote(workload, m, s) || (m === 0 && s === 0) || (workload.kind === 'indexes' && s === 2)) continue
      try {
        const [row] = await database.query(s === 2 ? special(workload, m, family) : `SELECT COUNT(*) AS n FROM t_${m}_${s}`)
        const wanted = workload.kind === 'heavy' && s === 2 ? HEAVY_KB : undefined
        if (wanted !== undefined && Number(row?.['n']) !== wanted)
          faults.push(`statement ${s + 1} of migration ${m + 1} wrote ${String(row?.['n'])} rows of ${wanted}`)
      } catch {
        faults.push(`what statement ${s + 1} of migration ${m + 1} makes is missing`)
      }
    }
  }
  return faults
}

/** Asks for what the third statement did, where it is not simply a table. */
function special({ kind }: Workload, m: number, family: Engine['family']): string {
  if (family === 'mysql' && kind === 'slow') return `SELECT COUNT(c_${m}) AS n FROM big`
  if (family === 'mysql' && kind === 'heavy') return `SELECT COUNT(*) AS n FROM bulk WHERE m = ${m}`
  return `SELECT COUNT(*) AS n FROM t_${m}_2`
}

function isNote({ kind }: Workload, m: number, s: number): boolean {
  if (m === 0 && s === 0) return false
  return s === 1 || (s % 2 === 1 && !(kind !== 'standard' && s === 2))
}
