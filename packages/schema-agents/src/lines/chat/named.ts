// Owns: queries by their full name, as the original asks for them: `chat.get_chat_history`.
// Must not know: what they are for.

import type { Place } from '../../sql/place.ts'
import type { Query } from '../../sql/query.ts'
import { type ChatQuerySet, chatQueries } from './queries/chat-queries.ts'
import { type MemoryQuerySet, memoryQueries } from './queries/memory-queries.ts'
import { type SessionQuerySet, sessionQueries } from './queries/session-queries.ts'

export type QueryName = `chat.${keyof ChatQuerySet}` | `sessions.${keyof SessionQuerySet}` | `memories.${keyof MemoryQuerySet}`

const SETS: Readonly<Record<string, object>> = { chat: chatQueries, sessions: sessionQueries, memories: memoryQueries }
const QUERIES: ReadonlyMap<string, Query<never, unknown>> = new Map(
  Object.entries(SETS).flatMap(([set, queries]) =>
    Object.entries(queries).map(([name, query]) => [`${set}.${name}`, query as Query<never, unknown>]),
  ),
)

/** The text for a client of one's own. Throws `RangeError` on another name, and says which there are. */
export function queryText(name: QueryName, place: Place = { dialect: 'sqlite' }): string {
  const query = QUERIES.get(name)
  if (query !== undefined) return query.text(place)
  throw new RangeError(`There is no query ${JSON.stringify(name)}. There are ${[...QUERIES.keys()].join(', ')}.`)
}
