// Owns: which agents may use which MCP servers.
// Must not know: how servers are configured, clients.

import { orNothing } from '../../sql/conflict.ts'
import { equal, where } from '../../sql/given.ts'
import { all, change, type Handle } from '../../sql/handle.ts'
import { bool, integer } from '../../sql/kind.ts'
import { sql } from '../../sql/query.ts'
import { byCodePoint } from '../../sql/sorted.ts'
import { computed, into, selected, slot, values } from '../../sql/table.ts'
import type { AgentMcpServerRow, McpServerRow } from './rows.ts'
import { agentMcpServers, mcpServers } from './tables.ts'

/** Of one agent, of one server, of both, or all. */
export type AssignmentFilter = Partial<Pick<AgentMcpServerRow, 'agent_id' | 'mcp_server_id'>>

const GIVEN = ['agent_id', 'mcp_server_id', 'created_at', 'updated_at'] as const

const insert = sql`INSERT INTO ${agentMcpServers} (${into(agentMcpServers, ...GIVEN)}) VALUES (${values(agentMcpServers, ...GIVEN)})
  ${orNothing(['agent_id', 'mcp_server_id'])}`
const remove = sql`DELETE FROM ${agentMcpServers}
  WHERE agent_id = ${values(agentMcpServers, 'agent_id')} AND mcp_server_id = ${values(agentMcpServers, 'mcp_server_id')}`
const ofAgent = sql`SELECT ${selected(mcpServers, 's')} FROM ${mcpServers} s JOIN ${agentMcpServers} a ON a.mcp_server_id = s.id
  WHERE a.agent_id = ${slot('agent_id', integer)} AND s.enabled = ${slot('enabled', bool)} ORDER BY s.priority DESC, s.name ${byCodePoint}`
const ofServer = sql`SELECT ${computed('agent_id', integer, 'agent_id')} FROM ${agentMcpServers}
  WHERE mcp_server_id = ${values(agentMcpServers, 'mcp_server_id')} ORDER BY agent_id`

/** An agent that has it already keeps it; ten at once are one. Rejects with a `DriverError` where agent or server is not there. */
export async function assignAgentToServer(on: Handle, agent_id: number, mcp_server_id: number): Promise<void> {
  const now = new Date()
  await change(on, insert, { agent_id, mcp_server_id, created_at: now, updated_at: now })
}

/** False where the agent did not have it. */
export async function removeAgentFromServer(on: Handle, agent_id: number, mcp_server_id: number): Promise<boolean> {
  return (await change(on, remove, { agent_id, mcp_server_id })) > 0
}

/** Those that are enabled, the highest priority first, then by name. */
export async function getAgentServers(on: Handle, agent_id: number): Promise<readonly McpServerRow[]> {
  return all(on, ofAgent, { agent_id, enabled: true })
}

/** The ids of the agents. */
export async function getServerAgents(on: Handle, mcp_server_id: number): Promise<readonly number[]> {
  return (await all(on, ofServer, { mcp_server_id })).map(({ agent_id }) => agent_id)
}

/** The newest first. */
export async function listAgentServerAssignments(on: Handle, of: AssignmentFilter = {}): Promise<readonly AgentMcpServerRow[]> {
  const those = where(equal('agent_id', integer, of.agent_id), equal('mcp_server_id', integer, of.mcp_server_id))
  return all(on, sql`SELECT ${selected(agentMcpServers)} FROM ${agentMcpServers} ${those} ORDER BY id DESC`, {})
}
