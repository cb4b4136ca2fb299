// Owns: a statement that was begun and that nobody saw end, as the command line tells of it: with its place in the script.
// Must not know: how it is printed, what is decided.

import type { Place, Report, Unresolved } from '@godwit/core'
import type { LineOfDatabase } from './database/database.ts'
import { LATEST } from './invocation/target.ts'

export interface Told extends Unresolved {
  /** Where the code has it, if it still does. */
  readonly place: Place | undefined
}

export async function toldOf({ migrator }: LineOfDatabase, signal: AbortSignal): Promise<readonly Told[]> {
  const found = await migrator.unresolved({ signal })
  const told: Told[] = []
  for (const record of found) {
    const planning = await migrator.plan(record.direction, record.direction === 'up' ? LATEST : { steps: 1 }, { signal })
    const problem = (planning.ok ? [] : planning.problems).find(
      (one) => one.code === 'STATEMENT_UNRESOLVED' && one.id === record.id && one.n === record.n,
    )
    told.push({
      ...record,
      place: problem?.code === 'STATEMENT_UNRESOLVED' && problem.place.file !== undefined ? problem.place : undefined,
    })
  }
  return told
}

/** What keeps a run from going on; nothing where something else does. */
export async function toldOfReport(line: LineOfDatabase, report: Report, signal: AbortSignal): Promise<readonly Told[]> {
  if (report.outcome !== 'blocked' || !report.problems.some(({ code }) => code === 'STATEMENT_UNRESOLVED')) return []
  return (await toldOf(line, signal)).filter(({ next }) => next === 'asks')
}
