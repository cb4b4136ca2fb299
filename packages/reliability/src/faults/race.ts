// Owns: T1: many processes begin at the same moment on an empty database.
// Must not know: engines.

import type { Database, Engine } from '../database.ts'
import type { Fault, Size } from '../fault.ts'
import { type Figures, tally, type Tally } from '../figures.ts'
import { startRunner } from '../runner.ts'
import { faultsIn, STANDARD } from '../workload.ts'

/** Long: with fifty processes on two cores the last one waits for all the others. */
const WAIT_MS = 300_000
/** As it is by default: nobody dies here, and one of fifty may not get a turn of the processor for longer than a short term. */
const LEASE_MS = 30_000

export function race(processes: number, rounds: { readonly [size in Size]: number }): Fault {
  return {
    id: `T1/${processes}`,
    title: `${processes} processes at once on an empty database`,
    exempt: () => undefined,
    async run(engine: Engine, size: Size): Promise<Figures> {
      const count = tally()
      for (let round = 1; round <= rounds[size]; round++) {
        const database = await engine.fresh()
        try {
          await oneRound(
            { database, family: engine.family },
            Array.from({ length: processes }, () => []),
            `round ${round}`,
            count,
          )
        } finally {
          await database.drop()
        }
      }
      return count.figures()
    },
  }
}

interface Fresh {
  readonly database: Database
  readonly family: Engine['family']
}

/** One process for each list of modules that it loads before everything else. */
export async function oneRound(
  { database, family }: Fresh,
  preloads: readonly (readonly string[])[],
  where: string,
  count: Tally,
): Promise<void> {
  const order = { source: database.source, workload: STANDARD, leaseMs: LEASE_MS, waitMs: WAIT_MS }
  const runners = await Promise.all(preloads.map((preload) => startRunner(order, preload)))
  for (const runner of runners) runner.go()
  const ends = await Promise.all(runners.map(({ ended }) => ended))
  const wrong = ends.flatMap((end) =>
    end.say === 'gone'
      ? [`a process ended with ${end.code}: ${end.stderr}`]
      : end.outcome === 'failed' || end.outcome === 'blocked'
        ? [end.message]
        : [],
  )
  const committed = ends.flatMap((end) => (end.say === 'ended' ? end.committed : []))
  if (committed.length !== STANDARD.migrations || new Set(committed).size !== committed.length)
    wrong.push(`${committed.length} migrations were said to be applied: ${committed.join(', ')}`)
  wrong.push(...(await faultsIn(database, STANDARD, family)))
  if (wrong.length > 0) count.failed(`${where}: ${wrong.join('; ')}`)
  else count.converged()
}
