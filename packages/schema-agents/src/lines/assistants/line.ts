// Owns: the line `assistants`: which migrations, in which order.
// Must not know: what they do, drivers, queries.

import { defineLine, type Line } from '@godwit/core'
import { DIALECTS, type Names } from '../../sql/place.ts'
import { usersTable } from './migrations/001_users.ts'
import { agentsAndSessions } from './migrations/002_agents_sessions.ts'
import { messagesTable } from './migrations/003_messages.ts'
import { memoriesTable } from './migrations/004_memories.ts'
import { pagesInOrder } from './migrations/005_pages_in_order.ts'

/**
 * The line under other names: `assistantsLine({ prefix: 'am_' })` makes `am_users`, and so on. The names are part of what is
 * recorded as run: a line that is there under other ones is refused as changed.
 */
export function assistantsLine(names: Names): Line {
  return defineLine({
    name: 'assistants',
    dialects: DIALECTS,
    migrations: [usersTable(names), agentsAndSessions(names), messagesTable(names), memoriesTable(names), pagesInOrder(names)],
  })
}

/** Users, agents, their sessions, messages and memories: the tables of Automagik Agents, under its names. */
export const assistants: Line = assistantsLine({})
