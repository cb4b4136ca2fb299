// Owns: the line `agents-indexes`: which migrations, in which order.
// Must not know: what they do, drivers, queries.

import { defineLine, type Line } from '@godwit/core'
import { DIALECTS, type Names } from '../../sql/place.ts'
import { optionalIndexes } from './migrations/001_optional_indexes.ts'
import { sessionsByStatus } from './migrations/002_sessions_by_status.ts'

/** Under the names that the line `agents` has. */
export function agentsIndexesLine(names: Names): Line {
  return defineLine({
    name: 'agents-indexes',
    dialects: DIALECTS,
    requires: ['agents>=002'],
    migrations: [optionalIndexes(names), sessionsByStatus(names)],
  })
}

/** The indexes that the document advises and does not make, and one for pages of one status. Each costs every write a little. */
export const agentsIndexes: Line = agentsIndexesLine({})
