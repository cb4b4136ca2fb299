// Owns: whether a statement that the server refused may have done a part of its work all the same.
// Must not know: how it was sent, what is recorded.

import type { DriverError } from '../../model/driver-error.ts'
import type { Session } from '../../model/driver.ts'
import { partsOf } from '../../pure/statement/holds-in-part.ts'
import { mayTryAgain } from '../context/turn.ts'
import type { LaneContext, LaneStep } from './lane-pieces.ts'

/** Then its record stays, and the next run asks. */
export function leavesParts({ dialect }: Session, { unkept }: LaneContext, step: LaneStep, n: number, error: DriverError): boolean {
  const statement = step.kind === 'journaled' ? step.statements[n] : undefined
  const parts = statement === undefined ? 'none' : partsOf(statement, dialect, unkept)
  switch (parts) {
    case 'none':
      return false
    case 'others':
      return true
    case 'pieces':
      return error.reason !== 'syntax' && !mayTryAgain(error)
    case 'rows':
      return error.reason !== 'syntax' && error.reason !== 'missing-object' && !mayTryAgain(error)
    default:
      return parts satisfies never
  }
}
