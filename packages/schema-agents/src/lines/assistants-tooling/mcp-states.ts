// Owns: what a program notes down of an MCP server that runs.
// Must not know: how it is configured, clients.

import { locked } from '../../sql/conflict.ts'
import { change, first, type Handle } from '../../sql/handle.ts'
import { text } from '../../sql/kind.ts'
import { sql } from '../../sql/query.ts'
import { advanced } from '../../sql/revision.ts'
import { assigned, selected, values } from '../../sql/table.ts'
import type { McpServerRow } from './rows.ts'
import { mcpServers } from './tables.ts'
import type { ServerStatus } from './words.ts'

/** Only an error has words. */
export type McpServerState = { readonly status: Exclude<ServerStatus, 'error'> } | { readonly status: 'error'; readonly last_error: string }

type Noted = 'last_error' | 'error_count' | 'started_at' | 'last_started' | 'last_stopped' | 'last_ping'

const current = sql`SELECT ${selected(mcpServers)} FROM ${mcpServers} WHERE id = ${values(mcpServers, 'id')} ${locked}`
const note = sql`UPDATE ${mcpServers} SET ${assigned(
  mcpServers,
  'status',
  'last_error',
  'error_count',
  'started_at',
  'last_started',
  'last_stopped',
  'last_ping',
)}, ${advanced} WHERE id = ${values(mcpServers, 'id')}`
const discover = sql`UPDATE ${mcpServers} SET ${assigned(mcpServers, 'tools_discovered', 'resources_discovered')}, ${advanced}
  WHERE id = ${values(mcpServers, 'id')}`
const attempt = sql`UPDATE ${mcpServers} SET connection_attempts = connection_attempts + 1, ${advanced} WHERE id = ${values(mcpServers, 'id')}`

/**
 * `running` forgets the last error, and says when it began unless it was running already; `error` counts; `stopped` says when. Null where
 * there is none of that id.
 */
export async function setMcpServerStatus(on: Handle, id: number, state: McpServerState): Promise<McpServerRow | null> {
  return on.transaction(async (inside) => {
    const server = await first(inside, current, { id })
    if (server === null) return null
    const now = new Date()
    await change(inside, note, { ...server, ...noted(server, state, now.toISOString()), status: state.status, updated_at: now })
    return first(inside, current, { id })
  })
}

/** In place of what was discovered before. Null where there is none of that id. */
export async function setMcpServerDiscovery(
  on: Handle,
  id: number,
  found: { readonly tools: readonly string[]; readonly resources: readonly string[] },
): Promise<McpServerRow | null> {
  return on.transaction(async (inside) => {
    await change(inside, discover, { id, tools_discovered: found.tools, resources_discovered: found.resources, updated_at: new Date() })
    return first(inside, current, { id })
  })
}

/** Counts in the database: of ten at once, none is lost. Null where there is none of that id. */
export async function incrementConnectionAttempts(on: Handle, id: number): Promise<number | null> {
  return on.transaction(async (inside) => {
    await change(inside, attempt, { id, updated_at: new Date() })
    return (await first(inside, current, { id }))?.connection_attempts ?? null
  })
}

function noted(server: McpServerRow, state: McpServerState, now: string): Partial<Pick<McpServerRow, Noted>> {
  const { status } = state
  switch (status) {
    case 'running': {
      const begun = server.status === 'running' ? {} : { started_at: now, last_started: now }
      return { last_error: null, last_ping: now, ...begun }
    }
    case 'error':
      text.encode(state.last_error, 'last_error')
      return { last_error: state.last_error, error_count: server.error_count + 1 }
    case 'stopped':
      return { last_stopped: now }
    case 'starting':
    case 'stopping':
      return {}
    default:
      return status satisfies never
  }
}
