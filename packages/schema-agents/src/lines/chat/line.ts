// Owns: the line `chat`: which migrations, in which order.
// Must not know: what they do, drivers, queries.

import { defineLine, type Line } from '@godwit/core'
import { DIALECTS, type Names } from '../../sql/place.ts'
import { base } from './migrations/001_base.ts'
import { addLastMemoryMessageId } from './migrations/002_add_last_memory_message_id.ts'
import { addMemoryMessageRanges } from './migrations/003_add_memory_message_ranges.ts'
import { keysetIndexes } from './migrations/004_keyset_indexes.ts'
import { latestSession } from './migrations/005_latest_session.ts'
import { pagesInOrder } from './migrations/006_pages_in_order.ts'

/** The line under other names: see `agentsLine`. A persona of its own is a schema or a database of its own: see `personaName`. */
export function chatLine(names: Names): Line {
  return defineLine({
    name: 'chat',
    dialects: DIALECTS,
    migrations: [
      base(names),
      addLastMemoryMessageId(names),
      addMemoryMessageRanges(names),
      keysetIndexes(names),
      latestSession(names),
      pagesInOrder(names),
    ],
  })
}

/** Sessions, messages and memories of one persona: the tables of the PersonaUI database, under its names. */
export const chat: Line = chatLine({})
