// Owns: T5: the client is killed while the server works on its statement, and another runner begins at once.
// Must not know: engines.

import { setTimeout as pause } from 'node:timers/promises'
import { aftermath } from '../aftermath.ts'
import type { Fault } from '../fault.ts'
import { tally } from '../figures.ts'
import { startRunner } from '../runner.ts'
import { prepareFor, type Workload } from '../workload.ts'

const WORKLOAD: Workload = { kind: 'slow', migrations: 2, statements: 6, ms: 1_500 }

export const orphan: Fault = {
  id: 'T5',
  title: 'the client is killed during a long statement, the next one begins at once: no overlap',
  exempt: () => undefined,
  async run(engine, size) {
    const count = tally()
    for (let round = 1; round <= (size === 'full' ? 100 : 3); round++) {
      const database = await engine.fresh()
      try {
        await prepareFor(WORKLOAD, database, engine.family)
        const runner = await startRunner({ source: database.source, workload: WORKLOAD, leaseMs: 500, waitMs: 60_000 })
        const begun = runner.event('step.started')
        runner.go()
        await begun
        // Into the long statement, at another place in each round. What it meets is checked, not when.
        await pause(200 + ((round * 53) % 1_200))
        runner.kill()
        await runner.ended
        await aftermath(engine, database, WORKLOAD, `round ${round}`, count)
      } finally {
        await database.drop()
      }
    }
    return count.figures()
  },
}
