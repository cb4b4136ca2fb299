// Owns: what is applied under the names of other lines.
// Must not know: what the code has.

import type { Journal, Receipt } from '../../model/journal.ts'
import { history } from './history.ts'

/** By id; gone through once for a whole plan. */
export type Elsewhere = ReadonlyMap<string, readonly Receipt[]>

export function appliedElsewhere(journal: Journal, line: string): Elsewhere {
  const found = new Map<string, Receipt[]>()
  if (journal.kind === 'absent') return found
  const others = new Set(journal.receipts.map((receipt) => receipt.line))
  others.delete(line)
  for (const other of others) {
    for (const [id, receipt] of history(journal, other).applied) {
      const known = found.get(id)
      if (known === undefined) found.set(id, [receipt])
      else known.push(receipt)
    }
  }
  return found
}
