// Owns: the deletion of every row of the line `assistants-tooling`.
// Must not know: other lines' tables, histories.

import { change, type Handle } from '../../sql/handle.ts'
import { sql } from '../../sql/query.ts'
import { agentMcpServers, mcpServers, prompts } from './tables.ts'

/** In one transaction; how many rows went. An agent that named one of the prompts names it still: `clearAssistants` goes with it. */
export async function clearAssistantsTooling(on: Handle): Promise<number> {
  return on.transaction(async (inside) => {
    let deleted = 0
    for (const table of [agentMcpServers, mcpServers, prompts]) deleted += await change(inside, sql`DELETE FROM ${table}`, {})
    return deleted
  })
}
