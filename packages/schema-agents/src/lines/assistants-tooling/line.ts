// Owns: the line `assistants-tooling`: which migrations, in which order.
// Must not know: what they do, drivers, queries.

import { defineLine, type Line } from '@godwit/core'
import { DIALECTS, type Names } from '../../sql/place.ts'
import { promptsTable } from './migrations/001_prompts.ts'
import { mcpServerTables } from './migrations/002_mcp_servers.ts'

/** Under the names that the line `assistants` has. */
export function assistantsToolingLine(names: Names): Line {
  return defineLine({
    name: 'assistants-tooling',
    dialects: DIALECTS,
    requires: ['assistants>=002_agents_sessions'],
    migrations: [promptsTable(names), mcpServerTables(names)],
  })
}

/** Prompts of the agents of `assistants` and the MCP servers that they may use: tables beside its own, which stay as they are. */
export const assistantsTooling: Line = assistantsToolingLine({})
