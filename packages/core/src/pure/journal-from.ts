// Owns: rows of the bookkeeping tables turned into a journal.
// Must not know: how they were read.

import type { Row } from '../model/driver.ts'
import type { Presence } from '../model/effect.ts'
import type { Journal, Receipt, StepRecord } from '../model/journal.ts'
import { intentFrom } from './intent-text.ts'
import type { RecordedRequires } from './required-by.ts'

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
    line: text(row['line']),
    id: text(row['id']),
    seq: Number(row['seq']),
    n: Number(row['n']),
    name: text(row['name']),
    checksum: text(row['checksum']),
    state: stateFrom(row['state']),
    session: optional(row['session']),
    result: optional(row['result']),
    intent: intentFrom(optional(row['intent'])),
    before: presenceFrom(row['effect_before']),
    run: optional(row['run']) ?? '',
    startedAt: optional(row['started_at']) ?? '',
  }))
}

export function downsFrom(rows: readonly Row[]): ReadonlyMap<string, string | undefined> {
  return new Map(rows.map((row) => [text(row['id']), optional(row['down'])]))
}

export function requiresFrom(rows: readonly Row[]): readonly RecordedRequires[] {
  return rows.map((row) => ({
    line: text(row['line']),
    id: text(row['id']),
    seq: Number(row['seq']),
    requires: JSON.parse(text(row['requires'])) as readonly string[],
  }))
}

function stateFrom(value: unknown): StepRecord['state'] {
  return value === 'done' || value === 'begun' ? value : 'open'
}

/** What a probe answered; undefined where it could not tell. */
export function presenceFrom(value: unknown): Presence | undefined {
  return value === 'absent' || value === 'present' || value === 'invalid' ? value : undefined
}

function receipt(row: Row): Receipt {
  const ordinal = row['ordinal']
  return {
    line: text(row['line']),
    id: text(row['id']),
    seq: Number(row['seq']),
    direction: row['direction'] === 'down' ? 'down' : 'up',
    ordinal: ordinal === null ? undefined : Number(ordinal),
    description: text(row['description']),
    appliedAt: text(row['applied_at']),
    executionTime: Number(row['execution_time']),
    checksum: text(row['checksum']),
    rawChecksum: optional(row['raw_checksum']),
    run: text(row['run']),
  }
}

function optional(value: unknown): string | undefined {
  return value === null || value === undefined ? undefined : text(value)
}

/** Engines differ on how a column of theirs comes back; what comes back for text, numbers and big integers reads the same. */
function text(value: unknown): string {
  return typeof value === 'string' ? value : `${value as number | bigint}`
}
