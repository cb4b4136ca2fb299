// Owns: the deletion of every row of the line `assistants`.
// Must not know: other lines' tables, histories.

import { change, type Handle } from '../../sql/handle.ts'
import { sql } from '../../sql/query.ts'
import { agents, memories, messages, sessions, users } from './tables.ts'

/**
 * Rows of its five tables, in one transaction; how many went. What refers to them goes or stays as the foreign keys say. The tables, their
 * counters and the history of migrations stay: nothing is pending afterwards.
 */
export async function clearAssistants(on: Handle): Promise<number> {
  return on.transaction(async (inside) => {
    let deleted = 0
    // What refers comes before what it refers to: a cascade would not be counted, and look for each row by itself.
    for (const table of [memories, messages, sessions, agents, users]) deleted += await change(inside, sql`DELETE FROM ${table}`, {})
    return deleted
  })
}
