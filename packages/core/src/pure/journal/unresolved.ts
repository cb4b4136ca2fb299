// Owns: the records of a migration that is half way, and the problem that one of them is.
// Must not know: how records are settled, SQL.

import type { Journal, StepRecord } from '../../model/journal.ts'
import type { Place, Problem } from '../../model/problem.ts'
import type { StepKey } from './step-sql.ts'

export function recordsOf(journal: Journal, of: StepKey): readonly StepRecord[] {
  if (journal.kind === 'absent' || journal.steps.length === 0) return []
  return journal.steps.filter(({ line, id, seq }) => line === of.line && id === of.id && seq === of.seq)
}

/** Those of a line that were begun, or may have been, and not ended. */
export function openRecords(journal: Journal, line: string): readonly StepRecord[] {
  return journal.kind === 'absent' ? [] : journal.steps.filter((record) => record.line === line && record.state !== 'done')
}

/** `place`: where the code has it, if it does. */
export function unresolved(record: StepRecord, place: Place | undefined): Extract<Problem, { readonly code: 'STATEMENT_UNRESOLVED' }> {
  const { id, n, session, startedAt, before, sight } = record
  return { code: 'STATEMENT_UNRESOLVED', id, n, session, place: place ?? placeIn(record), startedAt, before, sight }
}

function placeIn({ intent, name, checksum }: StepRecord): Place {
  const text = intent?.kind === 'statement' ? intent.text : name === '' ? `code, ${checksum}` : `step '${name}'`
  return { file: undefined, line: 1, column: 1, text }
}
