// Owns: going through every piece that a run sends and receives, with a fault at each.
// Must not know: which fault.

import { aftermath, LEASE_MS } from '../aftermath.ts'
import { isRemote, type Engine, type RemoteEngine } from '../database.ts'
import type { Size } from '../fault.ts'
import { type Figures, tally } from '../figures.ts'
import { type Runner, runOnce, startRunner } from '../runner.ts'
import { wire, type Watch } from '../wire.ts'
import { STANDARD } from '../workload.ts'

/** Small enough for hundreds of points in the few messages that a run sends. */
const PIECE_BYTES = 48
const WAIT_MS = 20_000

export type Hit = (runner: Runner) => ReturnType<Watch>

/** `hit` is called at piece n, once; the pieces before it pass, and those after it too unless it cut the wire. */
export async function atEveryPiece(engine: Engine, size: Size, hit: Hit): Promise<Figures> {
  if (!isRemote(engine)) throw new RangeError(`${engine.name} has no wire`)
  const count = tally()
  const pieces = await piecesOf(engine)
  const stride = size === 'full' ? 1 : Math.ceil(pieces / 25)
  for (let n = 1; n <= pieces; n += stride) {
    const database = await engine.fresh()
    let runner: Runner | undefined
    const between = await wire(database.address, PIECE_BYTES, (piece) => (piece.n === n && runner !== undefined ? hit(runner) : 'pass'))
    try {
      runner = await startRunner({ source: database.through(between.port), workload: STANDARD, leaseMs: LEASE_MS, waitMs: WAIT_MS })
      runner.go()
      await runner.ended
      await aftermath(engine, database, STANDARD, `piece ${n} of ${pieces}`, count)
    } finally {
      await between.close()
      await database.drop()
    }
  }
  return count.figures()
}

async function piecesOf(engine: RemoteEngine): Promise<number> {
  const database = await engine.fresh()
  const between = await wire(database.address, PIECE_BYTES, () => 'pass')
  try {
    const end = await runOnce({ source: database.through(between.port), workload: STANDARD, leaseMs: LEASE_MS, waitMs: WAIT_MS })
    if (end.outcome !== 'migrated') throw new Error(`an undisturbed run ended as ${end.outcome}: ${end.message}`)
    return between.passed
  } finally {
    await between.close()
    await database.drop()
  }
}
