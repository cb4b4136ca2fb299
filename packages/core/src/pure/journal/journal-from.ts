// Owns: rows of the bookkeeping tables turned into a journal.
// Must not know: how they were read.

import type { Row } from '../../model/driver.ts'
import type { Presence } from '../../model/effect.ts'
import type { Journal, Receipt, RecordedRequires, StepRecord } from '../../model/journal.ts'
import { intentFrom } from './intent-text.ts'
import { RECEIPT_COLUMNS } from './journal-sql.ts'

export interface JournalHead {
  readonly journal: Journal
  /** Rows in the step table: anything above 0 must be read too. */
  readonly steps: number
  /** The schema in which it was found, where that was asked. */
  readonly home: string | undefined
}

/** Rows of `JournalSql.read`. Without a layout row the tables are half made, which counts as absent. */
export function journalFrom(rows: readonly Row[]): JournalHead {
  const [first] = rows
  if (first === undefined) return { journal: { kind: 'absent', beside: 'unknown' }, steps: 0, home: undefined }
  const json = first['receipts']
  const receipts: Receipt[] = []
  if (typeof json === 'string') for (const row of JSON.parse(json) as readonly (readonly unknown[])[]) receipts.push(receipt(row))
  else for (const row of rows) if (row['id'] !== null) receipts.push(receipt(RECEIPT_COLUMNS.map(([name]) => row[name])))
  return {
    journal: { kind: 'present', layout: Number(first['layout']), receipts, steps: [] },
    steps: Number(first['steps']),
    home: optional(first['home']),
  }
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

/** Takes the values of `RECEIPT_COLUMNS`. */
function receipt(values: readonly unknown[]): Receipt {
  // By number: taking an array apart by names goes through its iterator, ten times as slowly.
  const ordinal = values[4]
  return {
    line: text(values[0]),
    id: text(values[1]),
    seq: Number(values[2]),
    direction: values[3] === 'down' ? 'down' : 'up',
    ordinal: ordinal === null ? undefined : Number(ordinal),
    description: text(values[5]),
    appliedAt: text(values[6]),
    executionTime: Number(values[7]),
    checksum: text(values[8]),
    rawChecksum: optional(values[9]),
    run: text(values[10]),
  }
}

function optional(value: unknown): string | undefined {
  return value === null || value === undefined ? undefined : text(value)
}

/** Engines differ on how a column of theirs comes back; what comes back for text, numbers and big integers reads the same. */
function text(value: unknown): string {
  return typeof value === 'string' ? value : `${value as number | bigint}`
}
