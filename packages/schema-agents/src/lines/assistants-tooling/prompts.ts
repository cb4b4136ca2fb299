// Owns: what a program does with prompts and their versions.
// Must not know: which one is active beyond what a new one changes, clients.

import { byIndex } from '../../sql/by-index.ts'
import { locked } from '../../sql/conflict.ts'
import { equal, where } from '../../sql/given.ts'
import { all, change, first, type Handle } from '../../sql/handle.ts'
import { insertedId, returningId } from '../../sql/inserted-id.ts'
import { bool, integer } from '../../sql/kind.ts'
import type { Onward, Page } from '../../sql/page.ts'
import { paged } from '../../sql/paged.ts'
import { patch } from '../../sql/patch.ts'
import { everywhere } from '../../sql/place.ts'
import { sql } from '../../sql/query.ts'
import { advanced } from '../../sql/revision.ts'
import { byCodePoint } from '../../sql/sorted.ts'
import { assigned, computed, into, selected, values } from '../../sql/table.ts'
import { DOWN, walkByNumber } from '../../sql/walk.ts'
import { DEFAULT_KEY, letGo, makeActive } from './active-prompts.ts'
import { heldAgent, heldPrompt } from './held.ts'
import type { PromptRow } from './rows.ts'
import { prompts } from './tables.ts'

export type Prompt = PromptRow

/** What is left out: the next version, `default` as the key, not active, not from code, no name. */
export type NewPrompt = Pick<Prompt, 'agent_id' | 'prompt_text'> & Partial<Omit<Prompt, 'id' | 'created_at' | 'updated_at'>>

export type PromptChanges = Partial<Pick<Prompt, 'prompt_text' | 'name'>>

const GIVEN = [
  'agent_id',
  'prompt_text',
  'version',
  'is_active',
  'is_default_from_code',
  'status_key',
  'name',
  'created_at',
  'updated_at',
] as const

const insert = sql`INSERT INTO ${prompts} (${into(prompts, ...GIVEN)}) VALUES (${values(prompts, ...GIVEN)}) ${returningId}`
const byId = sql`SELECT ${selected(prompts)} FROM ${prompts} WHERE id = ${values(prompts, 'id')}`
const ofKey = sql`agent_id = ${values(prompts, 'agent_id')} AND status_key = ${values(prompts, 'status_key')}`
const latest = sql`SELECT ${computed('version', integer, 'version')} FROM ${prompts} WHERE ${ofKey} ORDER BY version DESC LIMIT 1`
const latestHeld = sql`${latest} ${locked}`
const fromCode = sql`SELECT ${selected(prompts)} FROM ${prompts}
  WHERE ${ofKey} AND is_default_from_code = ${values(prompts, 'is_default_from_code')} ORDER BY version DESC LIMIT 1`
const page = walkByNumber({
  list: 'assistants_tooling.prompts',
  select: selected(prompts),
  from: sql`FROM ${prompts} ${byIndex({ sqlite: null, mysql: 'uq_prompts_version' })}`,
  where: ofKey,
  number: everywhere('version'),
  going: DOWN,
})
const remove = sql`DELETE FROM ${prompts} WHERE id = ${values(prompts, 'id')}`

/**
 * Of ten who create one of the same agent and key at once, each gets a version of its own. An active one takes the place of the one that
 * was; of the key `default` it is the agent's `active_default_prompt_id`, too. Rejects with a `DriverError` where there is no such
 * agent, or the version that is given is taken.
 */
export async function createPrompt(on: Handle, given: NewPrompt): Promise<Prompt> {
  const { agent_id, prompt_text, is_active = false, is_default_from_code = false, status_key = DEFAULT_KEY, name = null } = given
  integer.encode(agent_id, 'agent_id')
  bool.encode(is_active, 'is_active')
  return on.transaction(async (inside) => {
    await heldAgent(inside, agent_id)
    const version = given.version ?? ((await first(inside, latestHeld, { agent_id, status_key }))?.version ?? 0) + 1
    const now = new Date()
    const row = {
      agent_id,
      prompt_text,
      version,
      is_active: false,
      is_default_from_code,
      status_key,
      name,
      created_at: now,
      updated_at: now,
    }
    const id = await insertedId(inside, insert, row)
    const made = await heldPrompt(inside, id)
    if (made === null) throw new Error('The database wrote a prompt and does not find it.')
    return is_active ? makeActive(inside, made) : made
  })
}

/** Null where there is none of that id. */
export async function getPrompt(on: Handle, id: number): Promise<Prompt | null> {
  return first(on, byId, { id })
}

/** The newest that is marked as coming from the program's code. */
export async function findCodeDefaultPrompt(on: Handle, agent_id: number, status_key: string = DEFAULT_KEY): Promise<Prompt | null> {
  return first(on, fromCode, { agent_id, status_key, is_default_from_code: true })
}

/** 0 where there is none. */
export async function getLatestPromptVersion(on: Handle, agent_id: number, status_key: string = DEFAULT_KEY): Promise<number> {
  return (await first(on, latest, { agent_id, status_key }))?.version ?? 0
}

/** By key, the newest version first. Of all keys unless one is given. */
export async function listPrompts(on: Handle, agent_id: number, status_key?: string): Promise<readonly Prompt[]> {
  integer.encode(agent_id, 'agent_id')
  const those = where(equal('agent_id', integer, agent_id), equal('status_key', prompts.columns.status_key, status_key))
  return all(on, sql`SELECT ${selected(prompts)} FROM ${prompts} ${those} ORDER BY status_key ${byCodePoint}, version DESC`, {})
}

/** Those of one key from page to page, the newest version first. */
export async function listPromptsPage(
  on: Handle,
  agent_id: number,
  status_key: string = DEFAULT_KEY,
  onward: Onward = {},
): Promise<Page<Prompt>> {
  return paged(on, page, { agent_id, status_key }, onward)
}

/** Changes what is named and leaves the rest. Null where there is none of that id. Which one is active, `activatePrompt` changes. */
export async function updatePrompt(on: Handle, id: number, changes: PromptChanges): Promise<Prompt | null> {
  const names = patch<PromptChanges>(changes, ['prompt_text', 'name'])
  const set = names.length === 0 ? advanced : sql`${assigned(prompts, ...names)}, ${advanced}`
  const update = sql`UPDATE ${prompts} SET ${set} WHERE id = ${values(prompts, 'id')}`
  return on.transaction(async (inside) => {
    await change(inside, update, { ...changes, id, updated_at: new Date() } as Parameters<typeof update.bind>[1])
    return first(inside, sql`${byId} ${locked}`, { id })
  })
}

/** An agent whose active one of the key `default` it was has none then. False where there is none of that id. */
export async function deletePrompt(on: Handle, id: number): Promise<boolean> {
  return on.transaction(async (inside) => {
    const prompt = await heldPrompt(inside, id)
    if (prompt === null) return false
    await letGo(inside, prompt)
    return (await change(inside, remove, { id })) > 0
  })
}
