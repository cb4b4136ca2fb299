// Owns: rows of the bookkeeping tables turned into a journal.
// Must not know: how they were read.

import type { Row } from '../model/driver.ts'
import type { Journal, Receipt, StepRecord } from '../model/journal.ts'

export interface JournalHead {
  readonly journal: Journal
  /** Rows in the step table: anything above 0 must be read too. */
  readonly steps: number
}

/** Rows of `JournalSql.read`. Without a layout row the tables are half made, which counts as absent. */
export function journalFrom(rows: readonly Row[]): JournalHead {
  const [first] = rows
  if (first === undefined) return { journal: { kind: 'absent' }, steps: 0 }
  const receipts: Receipt[] = []
  for (const row of rows) if (row['id'] !== null) receipts.push(receipt(row))
  return { journal: { kind: 'present', layout: Number(first['layout']), receipts, steps: [] }, steps: Number(first['steps']) }
}

export function stepsFrom(rows: readonly Row[]): readonly StepRecord[] {
  return rows.map((row) => ({
    line: String(row['line']),
    id: String(row['id']),
    seq: Number(row['seq']),
    n: Number(row['n']),
    name: String(row['name']),
    checksum: String(row['checksum']),
    state: row['state'] === 'done' ? 'done' : 'open',
    session: optional(row['session']),
    result: optional(row['result']),
  }))
}

export function downsFrom(rows: readonly Row[]): ReadonlyMap<string, string | undefined> {
  return new Map(rows.map((row) => [String(row['id']), optional(row['down'])]))
}

function receipt(row: Row): Receipt {
  const ordinal = row['ordinal']
  return {
    line: String(row['line']),
    id: String(row['id']),
    seq: Number(row['seq']),
    direction: row['direction'] === 'down' ? 'down' : 'up',
    ordinal: ordinal === null ? undefined : Number(ordinal),
    description: String(row['description']),
    appliedAt: String(row['applied_at']),
    executionTime: Number(row['execution_time']),
    checksum: String(row['checksum']),
    rawChecksum: optional(row['raw_checksum']),
    run: String(row['run']),
  }
}

function optional(value: unknown): string | undefined {
  return value === null || value === undefined ? undefined : String(value)
}
