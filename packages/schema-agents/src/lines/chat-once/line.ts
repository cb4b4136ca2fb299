// Owns: the line `chat-once`: which migrations, in which order.
// Must not know: what they do, drivers, queries.

import { defineLine, type Line } from '@godwit/core'
import { DIALECTS, type Names } from '../../sql/place.ts'
import { rememberAppends } from './migrations/001_remember_appends.ts'

/** Under the names that the line `chat` has. */
export function chatOnceLine(names: Names): Line {
  return defineLine({ name: 'chat-once', dialects: DIALECTS, requires: ['chat>=004_keyset_indexes'], migrations: [rememberAppends(names)] })
}

/** What was appended to `chat` under which key: a table beside its own, which stay as they are. */
export const chatOnce: Line = chatOnceLine({})
