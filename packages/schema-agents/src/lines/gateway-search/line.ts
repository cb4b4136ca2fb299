// Owns: the line `gateway-search`: which migrations, in which order.
// Must not know: what they do, drivers, queries.

import { defineLine, type Line } from '@godwit/core'
import { DIALECTS, type Names } from '../../sql/place.ts'
import { searchMessagesIndex } from './migrations/001_search_messages.ts'

/** Under the names that the line `gateway` has. */
export function gatewaySearchLine(names: Names): Line {
  return defineLine({ name: 'gateway-search', dialects: DIALECTS, requires: ['gateway>=004'], migrations: [searchMessagesIndex(names)] })
}

/** Search over the messages of `gateway`: an index beside its table, which stays as it is. */
export const gatewaySearch: Line = gatewaySearchLine({})
