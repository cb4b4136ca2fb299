// Owns: going through every piece that a run sends and receives, with a fault at each.
// Must not know: which fault.

import { aftermath, LEASE_MS } from '../aftermath.ts'
import { isRemote, type Engine, type RemoteEngine } from '../database.ts'
import type { Size } from '../fault.ts'
import { type Figures, tally } from '../figures.ts'
import { type Runner, runOnce, startRunner } from '../runner.ts'
import { wire, type Watch, type Wire } from '../wire.ts'
import { STANDARD } from '../workload.ts'

/** Into how many pieces, at least, what a run sends is cut: it sends few messages, and each is to be met in its middle too. */
const PIECES = 300
/** How many of them are tried where there is no time for all. */
const FEW = 15
const WAIT_MS = 20_000

export type Hit = (runner: Runner) => ReturnType<Watch>

/** `hit` is called at piece n, once; the pieces before it pass, and those after it too unless it cut the wire. */
export async function atEveryPiece(engine: Engine, size: Size, hit: Hit): Promise<Figures> {
  if (!isRemote(engine)) throw new RangeError(`${engine.name} has no wire`)
  const count = tally()
  const pieceBytes = Math.max(1, Math.floor((await undisturbed(engine, Number.MAX_SAFE_INTEGER)).bytesToServer / PIECES))
  const pieces = (await undisturbed(engine, pieceBytes)).passed
  const stride = size === 'full' ? 1 : Math.ceil(pieces / FEW)
  for (let n = 1; n <= pieces; n += stride) {
    const database = await engine.fresh()
    let runner: Runner | undefined
    const between = await wire(database.address, pieceBytes, (piece) => (piece.n === n && runner !== undefined ? hit(runner) : 'pass'))
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

async function undisturbed(engine: RemoteEngine, pieceBytes: number): Promise<Pick<Wire, 'passed' | 'bytesToServer'>> {
  const database = await engine.fresh()
  const between = await wire(database.address, pieceBytes, () => 'pass')
  try {
    const end = await runOnce({ source: database.through(between.port), workload: STANDARD, leaseMs: LEASE_MS, waitMs: WAIT_MS })
    if (end.outcome !== 'migrated') throw new Error(`an undisturbed run ended as ${end.outcome}: ${end.message}`)
    return { passed: between.passed, bytesToServer: between.bytesToServer }
  } finally {
    await between.close()
    await database.drop()
  }
}
