// Owns: T6: an administrator ends the session that holds the lease, in the middle of its run.
// Must not know: engines.

import { setTimeout as pause } from 'node:timers/promises'
import { aftermath, LEASE_MS } from '../aftermath.ts'
import { isRemote } from '../database.ts'
import type { Fault } from '../fault.ts'
import { tally } from '../figures.ts'
import { startRunner } from '../runner.ts'
import { prepareFor, type Workload } from '../workload.ts'

const WORKLOAD: Workload = { kind: 'slow', migrations: 3, statements: 6, ms: 400 }

export const endedSession: Fault = {
  id: 'T6',
  title: 'the session that migrates is ended by an administrator',
  exempt: (engine) => (isRemote(engine) ? undefined : 'has no sessions that somebody else could end'),
  async run(engine, size) {
    if (!isRemote(engine)) throw new RangeError(`${engine.name} has no sessions`)
    const count = tally()
    for (let round = 1; round <= (size === 'full' ? 60 : 3); round++) {
      const database = await engine.fresh()
      try {
        await prepareFor(WORKLOAD, database, engine.family)
        const runner = await startRunner({ source: database.source, workload: WORKLOAD, leaseMs: LEASE_MS, waitMs: 20_000 })
        const begun = runner.event('step.started')
        runner.go()
        await begun
        await pause((round * 41) % 1_000)
        await engine.endSessions(database)
        await runner.ended
        await aftermath(engine, database, WORKLOAD, `round ${round}`, count)
      } finally {
        await database.drop()
      }
    }
    return count.figures()
  },
}
