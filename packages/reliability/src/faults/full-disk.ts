// Owns: T11: the disk is full at another place in each round, and has room again afterwards.
// Must not know: engines.

import { aftermath, LEASE_MS } from '../aftermath.ts'
import type { Engine } from '../database.ts'
import type { Fault } from '../fault.ts'
import { tally } from '../figures.ts'
import { startRunner } from '../runner.ts'
import { noSmallDisk, smallDisk } from '../small-disk.ts'
import { HEAVY_KB, prepareFor, type Workload } from '../workload.ts'

const WORKLOAD: Workload = { kind: 'heavy', migrations: 3, statements: 6, ms: 0 }
const MEGABYTES: { readonly [family in Engine['family']]: number } = { sqlite: 48, postgres: 200, mysql: 500 }
/** With room for all of it, the last rounds do not fail. */
const NEEDED_BYTES = 4 * HEAVY_KB * 1000

export const fullDisk: Fault = {
  id: 'T11',
  title: 'the disk is full, and has room again later',
  exempt: (engine) => noSmallDisk() ?? (engine.another === undefined ? 'as the same server without what is before it' : undefined),
  async run(engine, size) {
    const count = tally()
    let hits = 0
    const rounds = size === 'full' ? 24 : 3
    const disk = smallDisk(MEGABYTES[engine.family])
    const usual = process.env['TMPDIR']
    process.env['TMPDIR'] = disk.folder
    try {
      const confined = await engine.another?.()
      if (confined === undefined) throw new RangeError(`there is one ${engine.name} only`)
      try {
        for (let round = 1; round <= rounds; round++) {
          const database = await confined.fresh()
          await prepareFor(WORKLOAD, database, confined.family)
          disk.fill(Math.floor((NEEDED_BYTES * (round - 1)) / rounds))
          const runner = await startRunner({ source: database.source, workload: WORKLOAD, leaseMs: LEASE_MS, waitMs: 3_000 })
          runner.go()
          const end = await runner.ended
          if (end.say === 'ended' && end.outcome === 'failed') hits++
          disk.release()
          await confined.revive?.()
          await aftermath(confined, database, WORKLOAD, `round ${round}`, count)
          await database.drop()
        }
      } finally {
        await confined.stop()
      }
    } finally {
      if (usual === undefined) delete process.env['TMPDIR']
      else process.env['TMPDIR'] = usual
      disk.remove()
    }
    if (hits === 0) count.failed('the disk was never full')
    return count.figures()
  },
}
