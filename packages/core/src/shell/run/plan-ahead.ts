// Owns: the plan of a line that follows another in one call, over the session of that one.
// Must not know: what the other does with it.

import type { Driver } from '../../model/driver.ts'
import { LATEST } from '../../model/target.ts'
import type { Call } from '../context/call.ts'
import { contextFor } from '../context/context.ts'
import type { MigrationSet } from '../context/migration-set.ts'
import type { Settings } from '../context/migrator-options.ts'
import { lookAtJournal } from '../journal/store.ts'
import { errand, type PlanOn } from './errand.ts'
import { lookAhead } from './look-ahead.ts'

export function planAhead(driver: Driver, settings: Settings, set: MigrationSet, call: Pick<Call, 'signal'>): PlanOn {
  const context = contextFor(driver, settings, call, {})
  const { policy } = context
  return async (session, after) => {
    const mine = errand(context, { driver, set, direction: 'up', target: LATEST, policy, reviewed: undefined, followedBy: [] })
    return (await lookAhead(session, context, mine, await lookAtJournal(session, context), after)).planning
  }
}
