// Owns: T7: a runner that is stopped for three terms of its lease while another one takes over, and then goes on.
// Must not know: engines.

import { setTimeout as pause } from 'node:timers/promises'
import { aftermath } from '../aftermath.ts'
import { type Database, isRemote } from '../database.ts'
import type { Fault } from '../fault.ts'
import { tally } from '../figures.ts'
import { startRunner } from '../runner.ts'
import { prepareFor, type Workload } from '../workload.ts'

const TERM_MS = 400
const WORKLOAD: Workload = { kind: 'slow', migrations: 3, statements: 6, ms: 300 }

export const frozen: Fault = {
  id: 'T7',
  title: 'the runner is frozen for three lease terms, succeeded, and resumed: it writes nothing',
  exempt: (engine) => (isRemote(engine) ? undefined : 'the lock of the file is held as long as its process lives'),
  async run(engine, size) {
    const count = tally()
    for (let round = 1; round <= (size === 'full' ? 100 : 3); round++) {
      const database = await engine.fresh()
      const order = { source: database.source, workload: WORKLOAD, leaseMs: TERM_MS, waitMs: 60_000 }
      try {
        await prepareFor(WORKLOAD, database, engine.family)
        const runner = await startRunner(order)
        const begun = runner.event('step.started')
        runner.go()
        await begun
        // Somewhere inside, another place in each round.
        await pause((round * 37) % 700)
        runner.freeze()
        await pause(3 * TERM_MS)
        await aftermath(engine, database, WORKLOAD, `round ${round}`, count)
        const before = await contents(database)
        runner.thaw()
        await runner.ended
        const after = await contents(database)
        if (after !== before) count.failed(`round ${round}: after its resumption ${after}, before ${before}`)
      } finally {
        await database.drop()
      }
    }
    return count.figures()
  },
}

async function contents(database: Database): Promise<string> {
  const probe = await database.query('SELECT what FROM probe ORDER BY what')
  const receipts = await database.query('SELECT id, seq, direction FROM migrations ORDER BY id, seq')
  return JSON.stringify([probe, receipts])
}
