// Owns: the line `tenancy-search`: which migrations, in which order.
// Must not know: what they do, drivers, queries.

import { defineLine, type Line } from '@godwit/core'
import { DIALECTS, type Names } from '../../sql/place.ts'
import { searchMessagesIndex } from './migrations/001_search_messages.ts'

/** Under the names that the line `tenancy` has. */
export function tenancySearchLine(names: Names): Line {
  return defineLine({ name: 'tenancy-search', dialects: DIALECTS, requires: ['tenancy>=004'], migrations: [searchMessagesIndex(names)] })
}

/** Search over the messages of `tenancy`, a tenant's own: an index beside its table, which stays as it is. */
export const tenancySearch: Line = tenancySearchLine({})
