// Owns: the line `agents-search`: which migrations, in which order.
// Must not know: what they do, drivers, queries.

import { defineLine, type Line } from '@godwit/core'
import { DIALECTS, type Names } from '../../sql/place.ts'
import { searchSessionLogsIndex } from './migrations/001_search_session_logs.ts'

/** Under the names that the line `agents` has. */
export function agentsSearchLine(names: Names): Line {
  return defineLine({
    name: 'agents-search',
    dialects: DIALECTS,
    requires: ['agents>=002'],
    migrations: [searchSessionLogsIndex(names)],
  })
}

/** Search over the logs of `agents`: an index beside its table, which stays as it is. */
export const agentsSearch: Line = agentsSearchLine({})
