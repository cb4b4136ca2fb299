// Owns: asking which tables know no transactions, before statements that could share one are sent.
// Must not know: which engines there are, how statements are grouped.

import type { Session } from '../../model/driver.ts'
import { NONE_UNKEPT, type Unkept, withMade } from '../../pure/statement/unkept.ts'
import type { LaneStep } from './lane-pieces.ts'

/** One query, where anything would share a transaction and the engine has tables that know none. */
export async function unkeptFor(session: Session, steps: readonly LaneStep[]): Promise<Unkept> {
  const { unkept } = session.dialect
  const scripts = steps.filter((step) => step.kind === 'journaled')
  const shares = scripts.some(({ groups, from }) => groups.some((group) => group.kind === 'transaction' && group.to >= from))
  if (unkept === undefined || !shares) return NONE_UNKEPT
  const { rows } = await session.run(unkept)
  return withMade(
    new Set(rows.map(({ name }) => String(name))),
    scripts.flatMap(({ statements }) => statements),
  )
}
