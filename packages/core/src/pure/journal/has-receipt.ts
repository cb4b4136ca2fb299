// Owns: whether a history has the receipt that a run wrote for a step.
// Must not know: how it was read, what became of the step otherwise.

import type { Journal } from '../../model/journal.ts'
import type { StepKey } from './step-sql.ts'

export function hasReceipt(journal: Journal, { line, id, seq }: StepKey, run: string): boolean {
  if (journal.kind === 'absent') return false
  return journal.receipts.some((receipt) => receipt.line === line && receipt.id === id && receipt.seq === seq && receipt.run === run)
}
