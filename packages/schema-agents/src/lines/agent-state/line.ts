// Owns: the line `agent-state`: which migrations, in which order.
// Must not know: what they do, drivers, queries.

import { defineLine, type Line } from '@godwit/core'
import { DIALECTS, type Names } from '../../sql/place.ts'
import { createSessionTables } from './migrations/001_create_session_tables.ts'
import { addEventMetadata } from './migrations/002_add_event_metadata.ts'
import { arrivalIndex } from './migrations/003_arrival_index.ts'
import { sessionsInOrder } from './migrations/004_sessions_in_order.ts'

/**
 * The line under other names: `agentStateLine({ prefix: 'orders_' })` makes `orders_sessions`, and so on. The names are part of
 * what is recorded as run: a line that is there under other ones is refused as changed.
 */
export function agentStateLine(names: Names): Line {
  return defineLine({
    name: 'agent-state',
    dialects: DIALECTS,
    migrations: [createSessionTables(names), addEventMetadata(names), arrivalIndex(names), sessionsInOrder(names)],
  })
}

/**
 * The sessions of an agent, their events and what it remembers of apps and users: the tables that agents of the Solace Agent Mesh keep,
 * which are those of Google's ADK. One database for each agent, or a prefix; the line `gateway` has a table `sessions` too.
 */
export const agentState: Line = agentStateLine({})
