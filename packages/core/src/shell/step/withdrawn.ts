// Owns: taking back the record of a statement that was certainly refused: it is next in line after the mend.
// Must not know: how it was sent, what the run does then.

import { isDriverError } from '../../model/driver-error.ts'
import type { Session } from '../../model/driver.ts'
import { inTurn } from '../context/turn.ts'
import type { LaneContext, LaneStep } from './lane-pieces.ts'

/** `connection gone`: the server ended it with the statement, as it does where a transaction takes longer than it may. */
export async function withdrawn(session: Session, context: LaneContext, step: LaneStep, n: number): Promise<'done' | 'connection gone'> {
  try {
    await inTurn(context, () => session.run(context.stepSql.withdraw(step, n, context.lease?.token)))
    return 'done'
  } catch (error) {
    if (!isDriverError(error) || error.reason !== 'connection') throw error
    return 'connection gone'
  }
}
