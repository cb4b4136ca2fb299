// Owns: which prompt of an agent and a key is active.
// Must not know: versions, clients.

import { locked } from '../../sql/conflict.ts'
import { change, first, type Handle } from '../../sql/handle.ts'
import { integer } from '../../sql/kind.ts'
import { sql } from '../../sql/query.ts'
import { advanced } from '../../sql/revision.ts'
import { assigned, selected, slot, values } from '../../sql/table.ts'
import { updateAgent } from '../assistants/agents.ts'
import { agents } from '../assistants/tables.ts'
import { heldPrompt } from './held.ts'
import type { PromptRow } from './rows.ts'
import { prompts } from './tables.ts'

/** The key that an agent has a prompt of without being told another. */
export const DEFAULT_KEY = 'default'

const ofKey = sql`agent_id = ${values(prompts, 'agent_id')} AND status_key = ${values(prompts, 'status_key')} AND active_key = 1`
const active = sql`SELECT ${selected(prompts)} FROM ${prompts} WHERE ${ofKey}`
const setActive = sql`UPDATE ${prompts} SET ${assigned(prompts, 'is_active')}, ${advanced} WHERE id = ${values(prompts, 'id')}`
const current = sql`SELECT ${selected(prompts)} FROM ${prompts} WHERE id = ${values(prompts, 'id')} ${locked}`
const others = sql`UPDATE ${prompts} SET ${assigned(prompts, 'is_active')}, ${advanced} WHERE ${ofKey}`
const forget = sql`UPDATE ${agents} SET ${assigned(agents, 'active_default_prompt_id', 'updated_at')}
  WHERE id = ${values(agents, 'id')} AND active_default_prompt_id = ${slot('prompt_id', integer)}`

/** Null where none is. */
export async function getActivePrompt(on: Handle, agent_id: number, status_key: string = DEFAULT_KEY): Promise<PromptRow | null> {
  return first(on, active, { agent_id, status_key })
}

/**
 * In the place of the one that was. Of the key `default` it is the agent's `active_default_prompt_id`, too. Of ten who activate another
 * one at once, one is active at the end. Null where there is none of that id.
 */
export async function activatePrompt(on: Handle, id: number): Promise<PromptRow | null> {
  return on.transaction(async (inside) => {
    const prompt = await heldPrompt(inside, id)
    return prompt === null ? null : makeActive(inside, prompt)
  })
}

/** None of its agent and key is active then, if it was. Null where there is none of that id. */
export async function deactivatePrompt(on: Handle, id: number): Promise<PromptRow | null> {
  return on.transaction(async (inside) => {
    const prompt = await heldPrompt(inside, id)
    if (prompt === null) return null
    await letGo(inside, prompt)
    await change(inside, setActive, { id, is_active: false, updated_at: new Date() })
    return first(inside, current, { id })
  })
}

/** `prompt`: held. */
export async function makeActive(inside: Handle, { id, agent_id, status_key }: PromptRow): Promise<PromptRow> {
  await change(inside, others, { agent_id, status_key, is_active: false, updated_at: new Date() })
  await change(inside, setActive, { id, is_active: true, updated_at: new Date() })
  if (status_key === DEFAULT_KEY) await updateAgent(inside, agent_id, { active_default_prompt_id: id })
  const prompt = await first(inside, current, { id })
  if (prompt === null) throw new Error('The database changed a prompt and does not find it.')
  return prompt
}

/** The agent no longer names it. `prompt`: held. */
export async function letGo(inside: Handle, { id, agent_id }: PromptRow): Promise<void> {
  await change(inside, forget, { id: agent_id, prompt_id: id, active_default_prompt_id: null, updated_at: new Date() })
}
