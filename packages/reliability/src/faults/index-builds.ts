// Owns: T10: indexes built beside writers, by many processes at once: no deadlock, no invalid index left.
// Must not know: how an index is built.

import type { Fault } from '../fault.ts'
import { tally } from '../figures.ts'
import { startRunner } from '../runner.ts'
import { faultsIn, type Workload } from '../workload.ts'
import { LEASE_MS } from '../aftermath.ts'

const WORKLOAD: Workload = { kind: 'indexes', migrations: 3, statements: 6, ms: 0 }
const WAITERS = 20
const INVALID = 'SELECT indexrelid::regclass::text AS name FROM pg_index WHERE NOT indisvalid'
const BUILT = "SELECT COUNT(*) AS n FROM pg_indexes WHERE indexname LIKE 'probe\\_%'"

export const indexBuilds: Fault = {
  id: 'T10',
  title: `CREATE INDEX CONCURRENTLY with ${WAITERS} processes waiting`,
  exempt: ({ family }) => (family === 'postgres' ? undefined : 'builds no index beside writers'),
  async run(engine, size) {
    const count = tally()
    for (let round = 1; round <= (size === 'full' ? 25 : 1); round++) {
      const database = await engine.fresh()
      const order = { source: database.source, workload: WORKLOAD, leaseMs: LEASE_MS, waitMs: 300_000 }
      try {
        const runners = await Promise.all(Array.from({ length: WAITERS }, () => startRunner(order)))
        for (const runner of runners) runner.go()
        const ends = await Promise.all(runners.map(({ ended }) => ended))
        const wrong = ends.flatMap((end) =>
          end.say === 'gone' ? [end.stderr] : end.outcome === 'failed' || end.outcome === 'blocked' ? [end.message] : [],
        )
        wrong.push(...(await database.query(INVALID)).map(({ name }) => `the index ${String(name)} is invalid`))
        const [built] = await database.query(BUILT)
        if (Number(built?.['n']) !== WORKLOAD.migrations) wrong.push(`${String(built?.['n'])} indexes of ${WORKLOAD.migrations}`)
        wrong.push(...(await faultsIn(database, WORKLOAD, engine.family)))
        if (wrong.length > 0) count.failed(`round ${round}: ${wrong.join('; ')}`)
        else count.converged()
      } finally {
        await database.drop()
      }
    }
    return count.figures()
  },
}
