// Owns: T4: the connection is cut at every piece, the answer to a commit among them; the process lives on.
// Must not know: engines.

import { isRemote } from '../database.ts'
import type { Fault } from '../fault.ts'
import { atEveryPiece } from './every-piece.ts'

export const cut: Fault = {
  id: 'T4',
  title: 'the connection is cut at every piece, in both directions',
  exempt: (engine) => (isRemote(engine) ? undefined : 'has no connection'),
  run: (engine, size) => atEveryPiece(engine, size, () => 'cut'),
}
