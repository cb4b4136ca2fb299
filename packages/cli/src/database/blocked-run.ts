// Owns: a plan that was refused before anything ran, as the run that it would have been.
// Must not know: what was planned.

import type { Direction, Planning, Report } from '@godwit/core'
import type { LineOfDatabase } from './database.ts'
import type { LineRun } from '../result.ts'
import { toldOfReport } from '../told.ts'

export async function blockedRun(
  line: LineOfDatabase,
  direction: Direction,
  problems: Extract<Planning, { readonly ok: false }>['problems'],
  signal: AbortSignal,
): Promise<LineRun> {
  const report: Report = { outcome: 'blocked', problems, done: [], roundTrips: 0 }
  return { line: line.name, direction, report, told: await toldOfReport(line, report, signal) }
}
