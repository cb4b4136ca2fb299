// Owns: T2: kill -9 at every piece of what a run sends and receives.
// Must not know: engines.

import { isRemote } from '../database.ts'
import type { Fault } from '../fault.ts'
import { atEveryPiece } from './every-piece.ts'

const local = 'has no wire: its killed processes are in packages/cli/test/kill.test.ts'

export const killed: Fault = {
  id: 'T2',
  title: 'kill -9 at every piece of every message',
  exempt: (engine) => (isRemote(engine) ? undefined : local),
  run: (engine, size) =>
    atEveryPiece(engine, size, (runner) => {
      runner.kill()
      return 'cut'
    }),
}
