// Owns: the line `agents-once`: which migrations, in which order.
// Must not know: what they do, drivers, queries.

import { defineLine, type Line } from '@godwit/core'
import { DIALECTS, type Names } from '../../sql/place.ts'
import { rememberAppends } from './migrations/001_remember_appends.ts'

/** Under the names that the line `agents` has. */
export function agentsOnceLine(names: Names): Line {
  return defineLine({ name: 'agents-once', dialects: DIALECTS, requires: ['agents>=002'], migrations: [rememberAppends(names)] })
}

/** What was appended to `agents` under which key: a table beside its own, which stay as they are. */
export const agentsOnce: Line = agentsOnceLine({})
