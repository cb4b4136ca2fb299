// Owns: how planning grows with the number of migrations.
// Must not know: databases, how a plan is made.

import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const COUNTS = [1000, 10_000]

export interface PlanningRun {
  readonly count: number
  readonly round: number
  /** The first plan of a process, milliseconds. */
  readonly ms: number
  /** A later one. */
  readonly warm: number
}

/** Each run is a fresh process. */
export async function planning(rounds: number, progress: (text: string) => void): Promise<readonly PlanningRun[]> {
  const runs: PlanningRun[] = []
  for (let round = 1; round <= rounds; round++) {
    progress(`planning, round ${round} of ${rounds}`)
    for (const count of COUNTS) {
      const { stdout } = await promisify(execFile)(process.execPath, [
        fileURLToPath(new URL('plan-once.js', import.meta.url)),
        String(count),
      ])
      runs.push({ count, round, ...(JSON.parse(stdout) as { readonly ms: number; readonly warm: number }) })
    }
  }
  return runs
}
