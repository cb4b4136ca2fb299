// Owns: what a program does with agents.
// Must not know: sessions, clients.

import { arrival } from '../../sql/arrival.ts'
import { backwards } from '../../sql/in-order.ts'
import { all, change, first, type Handle } from '../../sql/handle.ts'
import { amount, integer, json, type Json } from '../../sql/kind.ts'
import { newId } from '../../sql/new-id.ts'
import { type Listed, type Onward, type Page, type Window, windowOf } from '../../sql/page.ts'
import { paged } from '../../sql/paged.ts'
import { patch } from '../../sql/patch.ts'
import { sql } from '../../sql/query.ts'
import { asRead, assigned, computed, into, selected, slot, values } from '../../sql/table.ts'
import { agentPage, agentQueries } from './queries/agent-queries.ts'
import type { AgentRow } from './rows.ts'
import { AGENT_CHANGES, agentsTable, type JsonColumn } from './tables.ts'
import { PERMISSION_MODES, wordOf } from './words.ts'

/** A row of the table with its JSON as values. Null is null, `[]` is empty: they are told apart. */
export type Agent = Omit<AgentRow, JsonColumn> & { readonly [Name in Extract<keyof AgentRow, JsonColumn>]: Json }

/** What is left out is as the table's default: `type` is `custom`, `permission_mode` is `readOnly`, `max_steps` is 10, all else null. */
export type NewAgent = Pick<Agent, 'name' | 'model'> & Partial<Omit<Agent, 'name' | 'model' | 'created_at' | 'updated_at'>>

/** The type of an agent and its time of creation stay. */
export type AgentChanges = Partial<Omit<Agent, 'id' | 'type' | 'created_at' | 'updated_at'>>

const agents = agentsTable(json)

const insert = sql`INSERT INTO ${agents} (${into(agents)}) VALUES (${values(agents)})`
const byId = sql`SELECT ${selected(agents)} FROM ${agents} WHERE id = ${values(agents, 'id')}`
const list = sql`SELECT ${selected(agents)} FROM ${agents} ORDER BY created_at ${backwards}, ${arrival} DESC
  LIMIT ${slot('limit', amount)} OFFSET ${slot('offset', amount)}`
const page = agentPage(agents)
const count = sql`SELECT ${computed('total', integer, 'COUNT(*)')} FROM ${agents}`

/** Rejects with `NotAllowed` `word` on an unknown `permission_mode`, and with a `DriverError` where the id is taken. */
export async function createAgent(on: Handle, given: NewAgent): Promise<Agent> {
  const now = new Date().toISOString()
  const agent: Agent = asRead(agents, {
    id: given.id ?? newId(),
    type: given.type ?? 'custom',
    name: given.name,
    description: given.description ?? null,
    avatar: given.avatar ?? null,
    instructions: given.instructions ?? null,
    model: given.model,
    plan_model: given.plan_model ?? null,
    small_model: given.small_model ?? null,
    built_in_tools: given.built_in_tools ?? null,
    mcps: given.mcps ?? null,
    knowledges: given.knowledges ?? null,
    configuration: given.configuration ?? null,
    accessible_paths: given.accessible_paths ?? null,
    permission_mode: wordOf('permission_mode', PERMISSION_MODES, given.permission_mode === undefined ? 'readOnly' : given.permission_mode),
    max_steps: given.max_steps === undefined ? 10 : given.max_steps,
    created_at: now,
    updated_at: now,
  })
  await change(on, insert, agent)
  return agent
}

/** Null where there is none of that id. */
export async function getAgent(on: Handle, id: string): Promise<Agent | null> {
  return first(on, byId, { id })
}

/** Newest first; of those created in one moment, the one created last is first. */
export async function listAgents(on: Handle, window: Window = {}): Promise<Listed<Agent>> {
  const rows = await all(on, list, windowOf(window))
  const [counted] = await all(on, count, {})
  return { rows, total: counted?.total ?? 0 }
}

/**
 * From page to page, the one that came last first. That is the order of `listAgents` where `created_at` is left to `createAgent` and one clock;
 * here no clock is asked.
 */
export async function listAgentsPage(on: Handle, onward: Onward = {}): Promise<Page<Agent>> {
  return paged(on, page, {}, onward)
}

/** Changes what is named and leaves the rest; null sets to null. Resolves to null where there is none of that id. */
export async function updateAgent(on: Handle, id: string, changes: AgentChanges): Promise<Agent | null> {
  const names = patch<AgentChanges>(changes, AGENT_CHANGES)
  if (changes.permission_mode !== undefined) wordOf('permission_mode', PERMISSION_MODES, changes.permission_mode)
  const update = sql`UPDATE ${agents} SET ${assigned(agents, ...names, 'updated_at')} WHERE id = ${values(agents, 'id')}`
  return on.transaction(async (inside) => {
    await change(inside, update, { ...changes, id, updated_at: new Date() } as Parameters<typeof update.bind>[1])
    return getAgent(inside, id)
  })
}

/** With it go its sessions and their logs. False where there is none of that id. */
export async function deleteAgent(on: Handle, id: string): Promise<boolean> {
  return (await change(on, agentQueries.delete, { id })) > 0
}

export async function agentExists(on: Handle, id: string): Promise<boolean> {
  return (await first(on, agentQueries.checkExists, { id })) !== null
}
