// Owns: the history as it will be once certain plans have been run.
// Must not know: whether they will be, time.

import type { Journal, Receipt } from '../../model/journal.ts'
import type { Plan, Step } from '../../model/plan.ts'

/** For planning ahead only: these receipts have no time, and no database has them. */
export function foreseen(journal: Journal, plans: readonly Plan[]): Journal {
  const receipts = plans.flatMap(({ steps }) => steps.map(receiptOf))
  if (receipts.length === 0) return journal
  if (journal.kind === 'absent') return { kind: 'present', layout: 0, receipts, steps: [] }
  return { ...journal, receipts: [...journal.receipts, ...receipts] }
}

function receiptOf({ line, id, seq, direction, ordinal, description, checksum, rawChecksum }: Step): Receipt {
  return { line, id, seq, direction, ordinal, description, appliedAt: '', executionTime: 0, checksum, rawChecksum, run: '' }
}
