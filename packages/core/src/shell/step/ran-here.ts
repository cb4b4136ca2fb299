// Owns: how far a session itself has come in scripts that are recorded statement by statement.
// Must not know: SQL, what other sessions ran.

import type { Session } from '../../model/driver.ts'
import type { StepKey } from '../../pure/journal/step-sql.ts'

const counts = new WeakMap<Session, Map<string, number>>()

/** Statements, from the first on, that the session has run, or was told again where they are of a session. */
export function ranIn(session: Session, of: StepKey): number {
  return counts.get(session)?.get(nameOf(of)) ?? 0
}

export function noteRan(session: Session, of: StepKey, count: number): void {
  const known = counts.get(session)
  if (known === undefined) counts.set(session, new Map([[nameOf(of), count]]))
  else known.set(nameOf(of), count)
}

function nameOf({ line, id, seq }: StepKey): string {
  return JSON.stringify([line, id, seq])
}
