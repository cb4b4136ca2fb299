// Owns: what a program does with agents.
// Must not know: sessions, clients.

import { locked, orReplacing } from '../../sql/conflict.ts'
import { all, change, first, type Handle } from '../../sql/handle.ts'
import { bool } from '../../sql/kind.ts'
import type { Onward, Page } from '../../sql/page.ts'
import { paged } from '../../sql/paged.ts'
import { patch } from '../../sql/patch.ts'
import { sql } from '../../sql/query.ts'
import { assigned, selected, values } from '../../sql/table.ts'
import { AGENT_COLUMNS, agentPage, agentPageByActive, agentQueries } from './queries/agent-queries.ts'
import type { AgentRow } from './rows.ts'
import { agents } from './tables.ts'

export type Agent = AgentRow

/** What is left out of a new one: `active` is true, `run_id` is 0, `version` is `0.1.0`, all else null. */
export type NewAgent = Pick<Agent, 'name' | 'type' | 'model'> & Partial<Omit<Agent, 'id' | 'created_at' | 'updated_at'>>

export type AgentChanges = Partial<Omit<Agent, 'id' | 'created_at' | 'updated_at'>>

const current = sql`${agentQueries.getById} ${locked}`
const currentByName = sql`SELECT ${selected(agents)} FROM ${agents} WHERE name = ${values(agents, 'name')} ${locked}`

/** Where there is an agent of that name, it is changed in what is given and keeps the rest, its id and its `run_id` too. */
export async function createAgent(on: Handle, given: NewAgent): Promise<Agent> {
  return written(
    on,
    { ...given, version: given.version === undefined ? '0.1.0' : given.version },
    patch<AgentChanges>(given, AGENT_COLUMNS),
  )
}

/** Null where there is none of that id. */
export async function getAgent(on: Handle, id: number): Promise<Agent | null> {
  return first(on, agentQueries.getById, { id })
}

export async function getAgentByName(on: Handle, name: string): Promise<Agent | null> {
  return first(on, agentQueries.getByName, { name })
}

/** By name. Without `active_only: false` those that are active. */
export async function listAgents(on: Handle, { active_only = true }: { readonly active_only?: boolean } = {}): Promise<readonly Agent[]> {
  bool.encode(active_only, 'active_only')
  return active_only ? all(on, agentQueries.listByActive, { active: true }) : all(on, agentQueries.list, {})
}

/** The same from page to page. */
export async function listAgentsPage(
  on: Handle,
  { active_only = true, ...onward }: Onward & { readonly active_only?: boolean } = {},
): Promise<Page<Agent>> {
  bool.encode(active_only, 'active_only')
  return active_only ? paged(on, agentPageByActive, { active: true }, onward) : paged(on, agentPage, {}, onward)
}

/**
 * Changes what is named and leaves the rest. Null where there is none of that id. Rejects with a `DriverError` where another has
 * that name.
 */
export async function updateAgent(on: Handle, id: number, changes: AgentChanges): Promise<Agent | null> {
  const names = patch<AgentChanges>(changes, AGENT_COLUMNS)
  const update = sql`UPDATE ${agents} SET ${assigned(agents, ...names, 'updated_at')} WHERE id = ${values(agents, 'id')}`
  return on.transaction(async (inside) => {
    await change(inside, update, { ...changes, id, updated_at: new Date() } as Parameters<typeof update.bind>[1])
    return first(inside, current, { id })
  })
}

/** With it go its memories; its sessions and messages stay, without an agent. False where there is none of that id. */
export async function deleteAgent(on: Handle, id: number): Promise<boolean> {
  return (await change(on, agentQueries.delete, { id })) > 0
}

/**
 * For a program that starts: a new agent has `run_id` 1 and version `1.0.0`; one that is there takes over type and model, and what
 * is given of description and config. `x-agent`, `x_agent` and `xagent` are `x`, where that is there, which stays as it is.
 */
export async function registerAgent(
  on: Handle,
  name: string,
  type: string,
  model: string,
  description?: string | null,
  config?: Agent['config'],
): Promise<Agent> {
  const [, short] = /^(.*?\S)[-_]?agent$/.exec(name) ?? []
  const known = short === undefined ? null : await getAgentByName(on, short)
  if (known !== null) return known
  const given = { name, type, model, ...(description === undefined ? {} : { description }), ...(config === undefined ? {} : { config }) }
  return written(on, { ...given, version: '1.0.0', run_id: 1 }, patch<AgentChanges>(given, AGENT_COLUMNS))
}

/** Counts in the database: of ten at once, each gets a number of its own. Null where there is none of that id. */
export async function incrementAgentRunId(on: Handle, id: number): Promise<number | null> {
  return on.transaction(async (inside) => {
    await change(inside, agentQueries.incrementRunId, { id, updated_at: new Date() })
    return (await first(inside, current, { id }))?.run_id ?? null
  })
}

/** One statement, so that of ten who write a new name one inserts it and the others change what he inserted. */
async function written(on: Handle, given: NewAgent, names: readonly (keyof AgentChanges)[]): Promise<Agent> {
  const now = new Date()
  const write = sql`${agentQueries.insert} ${orReplacing(['name'], [...names, 'updated_at'])}`
  const row = {
    name: given.name,
    type: given.type,
    model: given.model,
    description: given.description ?? null,
    version: given.version ?? null,
    config: given.config ?? null,
    active: given.active ?? true,
    run_id: given.run_id ?? 0,
    system_prompt: given.system_prompt ?? null,
    active_default_prompt_id: given.active_default_prompt_id ?? null,
    created_at: now,
    updated_at: now,
  }
  return on.transaction(async (inside) => {
    await change(inside, write, row)
    const agent = await first(inside, currentByName, row)
    if (agent === null) throw new Error('The database wrote an agent and does not find it.')
    return agent
  })
}
