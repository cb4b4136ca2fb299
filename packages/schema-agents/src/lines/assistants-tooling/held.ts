// Owns: the row that who writes prompts of an agent waits at, so that versions and the active one are decided by one at a time.
// Must not know: what is written.

import { locked } from '../../sql/conflict.ts'
import { first, type Handle } from '../../sql/handle.ts'
import { integer } from '../../sql/kind.ts'
import { sql } from '../../sql/query.ts'
import { computed, selected, values } from '../../sql/table.ts'
import { agents } from '../assistants/tables.ts'
import type { PromptRow } from './rows.ts'
import { prompts } from './tables.ts'

const agent = sql`SELECT ${computed('id', integer, 'id')} FROM ${agents} WHERE id = ${values(agents, 'id')} ${locked}`
const byId = sql`SELECT ${selected(prompts)} FROM ${prompts} WHERE id = ${values(prompts, 'id')}`
const current = sql`${byId} ${locked}`

/** Where there is no such agent, the foreign key says so later. */
export async function heldAgent(inside: Handle, id: number): Promise<void> {
  await first(inside, agent, { id })
}

/** Its agent first, as everybody does, or two would wait for each other. Null where there is none of that id, any more. */
export async function heldPrompt(inside: Handle, id: number): Promise<PromptRow | null> {
  const known = await first(inside, byId, { id })
  if (known === null) return null
  await heldAgent(inside, known.agent_id)
  return first(inside, current, { id })
}
