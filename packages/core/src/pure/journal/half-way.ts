// Owns: which migrations of a line are half way, which way, and how far they came.
// Must not know: what is done about them.

import type { Direction, Journal, Receipt, StepRecord } from '../../model/journal.ts'

export interface HalfWay {
  readonly direction: Direction
  /** In order; at least one. */
  readonly records: readonly StepRecord[]
  /** Statements or durable steps that have run. */
  readonly done: number
}

const NONE: ReadonlyMap<string, HalfWay> = new Map()

/** `newest`: the newest receipt of each migration. What was begun after an up is a way down, and the other way round. */
export function halfWay(journal: Journal, line: string, newest: ReadonlyMap<string, Receipt>): ReadonlyMap<string, HalfWay> {
  if (journal.kind === 'absent' || journal.steps.length === 0) return NONE
  const records = new Map<string, StepRecord[]>()
  for (const record of journal.steps) {
    if (record.line !== line || record.seq <= (newest.get(record.id)?.seq ?? 0)) continue
    const known = records.get(record.id)
    if (known === undefined) records.set(record.id, [record])
    else known.push(record)
  }
  const found = new Map<string, HalfWay>()
  for (const [id, own] of records) {
    const direction = newest.get(id)?.direction === 'up' ? 'down' : 'up'
    found.set(id, { direction, records: own, done: own.filter(({ state }) => state === 'done').length })
  }
  return found
}
