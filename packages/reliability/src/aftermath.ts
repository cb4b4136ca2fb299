// Owns: the question after every fault: does the next run come to the right end?
// Must not know: what the fault was.

import type { Database, Engine } from './database.ts'
import type { Tally } from './figures.ts'
import { runOnce } from './runner.ts'
import { faultsIn, type Workload } from './workload.ts'

export const LEASE_MS = 1_500
const WAIT_MS = 60_000

/** Runs once more, undisturbed, and looks with the engine's own client at what is there. */
export async function aftermath(engine: Engine, database: Database, workload: Workload, where: string, tally: Tally): Promise<void> {
  const end = await runOnce({ source: database.source, workload, leaseMs: LEASE_MS, waitMs: WAIT_MS })
  if (end.outcome === 'blocked' && engine.ddl === 'autocommit' && end.codes.length === 1 && end.codes[0] === 'STATEMENT_UNRESOLVED')
    return tally.named()
  if (end.outcome === 'failed' || end.outcome === 'blocked') return tally.failed(`${where}: the next run ${end.outcome}: ${end.message}`)
  const faults = await faultsIn(database, workload, engine.family)
  if (faults.length > 0) return tally.failed(`${where}: ${faults.join('; ')}`)
  tally.converged()
}
