// Owns: what the receipts and records of one line say about now.
// Must not know: what the code has, SQL.

import type { Journal, Receipt } from '../../model/journal.ts'
import { compareId } from '../line/compare-id.ts'
import { halfWay, type HalfWay } from './half-way.ts'

export interface History {
  /** The newest receipt of each migration that is applied. */
  readonly applied: ReadonlyMap<string, Receipt>
  /** Ids of `applied`, the one applied last in time at the end. */
  readonly inTime: readonly string[]
  /** The highest `seq` of each migration ever recorded. */
  readonly seq: ReadonlyMap<string, number>
  /** Begun and not ended, by id; going down they are among `applied` until that has ended. */
  readonly halfWay: ReadonlyMap<string, HalfWay>
  /** What the next receipt of this line claims. */
  readonly nextOrdinal: number
}

/** What a run asks for several times. A journal is a value: whoever reads again gets another one. */
const known = new WeakMap<Journal, Map<string, History>>()

export function history(journal: Journal, line: string): History {
  let lines = known.get(journal)
  if (lines === undefined) known.set(journal, (lines = new Map<string, History>()))
  let found = lines.get(line)
  if (found === undefined) lines.set(line, (found = historyOf(journal, line)))
  return found
}

/** A migration is applied if and only if its newest receipt points up. */
function historyOf(journal: Journal, line: string): History {
  const newest = new Map<string, Receipt>()
  let lastOrdinal = 0
  if (journal.kind === 'present') {
    for (const receipt of journal.receipts) {
      if (receipt.line !== line) continue
      if ((newest.get(receipt.id)?.seq ?? 0) < receipt.seq) newest.set(receipt.id, receipt)
      if ((receipt.ordinal ?? 0) > lastOrdinal) lastOrdinal = receipt.ordinal ?? 0
    }
  }
  const applied = new Map<string, Receipt>()
  const seq = new Map<string, number>()
  for (const [id, receipt] of newest) {
    seq.set(id, receipt.seq)
    if (receipt.direction === 'up') applied.set(id, receipt)
  }
  return {
    applied,
    inTime: inTime([...applied.values()]),
    seq,
    halfWay: halfWay(journal, line, newest),
    nextOrdinal: lastOrdinal + 1,
  }
}

/** Whatever is below this and not applied is late. */
export function highest({ applied, halfWay: begun }: History): string | undefined {
  let last: string | undefined
  for (const ids of [applied.keys(), begun.keys()]) for (const id of ids) if (last === undefined || compareId(id, last) > 0) last = id
  return last
}

// The ordinal decides and not the clock, which may stand still or run back. A row written by hand has none: it goes
// before the first receipt that is later by the clock.
function inTime(receipts: readonly Receipt[]): readonly string[] {
  const counted = receipts.filter(({ ordinal }) => ordinal !== undefined).toSorted((a, b) => (a.ordinal ?? 0) - (b.ordinal ?? 0))
  const byHand = receipts.filter(({ ordinal }) => ordinal === undefined).toSorted((a, b) => (instant(a) < instant(b) ? -1 : 1))
  if (byHand.length === 0) return counted.map(({ id }) => id)
  const order: string[] = []
  for (const receipt of counted) {
    while (byHand[0] !== undefined && instant(byHand[0]) < instant(receipt)) order.push(byHand.shift()?.id ?? '')
    order.push(receipt.id)
  }
  return [...order, ...byHand.map(({ id }) => id)]
}

/** Text that sorts as time: `CURRENT_TIMESTAMP` writes a blank for the T and leaves out fraction and zone. */
function instant({ appliedAt }: Receipt): string {
  return appliedAt.replace(' ', 'T').replace('Z', '').padEnd(23, '0')
}
