// Owns: the line `agents-json`: which migrations, in which order.
// Must not know: what they do, drivers, queries.

import { defineLine, type Line } from '@godwit/core'
import { DIALECTS, type Names } from '../../sql/place.ts'
import { nothingButJson } from './migrations/001_nothing_but_json.ts'

/** Under the names that the line `agents` has. */
export function agentsJsonLine(names: Names): Line {
  return defineLine({ name: 'agents-json', dialects: DIALECTS, requires: ['agents>=002'], migrations: [nothingButJson(names)] })
}

/**
 * The columns of `agents` that hold JSON take nothing else: the document has them as plain text. Where a row holds something else
 * already, it is refused and nothing changes.
 */
export const agentsJson: Line = agentsJsonLine({})
