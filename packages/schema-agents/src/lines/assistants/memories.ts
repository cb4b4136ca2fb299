// Owns: what a program does with memories.
// Must not know: what they belong to, clients.

import { locked } from '../../sql/conflict.ts'
import { equal, exactly, where } from '../../sql/given.ts'
import { change, first, type Handle } from '../../sql/handle.ts'
import { insertOnce } from '../../sql/insert-once.ts'
import { integer, orNull, text } from '../../sql/kind.ts'
import { newId } from '../../sql/new-id.ts'
import { NotAllowed } from '../../sql/not-allowed.ts'
import { patch } from '../../sql/patch.ts'
import { sql } from '../../sql/query.ts'
import { assigned, into, selected, slot, values } from '../../sql/table.ts'
import { nameKey } from './name-key.ts'
import { type InScope, memoryQueries } from './queries/memory-queries.ts'
import type { MemoryRow } from './rows.ts'
import { memories, sessions, users } from './tables.ts'

export type Memory = MemoryRow

/** Whose memory it is. What is left out is null, which is a scope of its own: of no user, no agent, no session. */
export type Scope = Partial<Pick<Memory, 'agent_id' | 'user_id' | 'session_id'>>

export type NewMemory = Pick<Memory, 'name'> & Partial<Omit<Memory, 'created_at' | 'updated_at'>>

export type MemoryChanges = Partial<Omit<Memory, 'id' | 'created_at' | 'updated_at'>>

const CHANGES = ['name', 'description', 'content', 'session_id', 'user_id', 'agent_id', 'read_mode', 'access', 'metadata'] as const

const key = slot('name_key', orNull(text))
const insert = sql`INSERT INTO ${memories} (${into(memories)}, name_key) VALUES (${values(memories)}, ${key})`
const once = {
  insert,
  there: sql`SELECT ${selected(memories)} FROM ${memories} WHERE name_key = ${key} ${locked}`,
}
const release = sql`UPDATE ${memories} SET name_key = NULL WHERE id = ${values(memories, 'id')}`
const current = sql`${memoryQueries.getById} ${locked}`

/**
 * Where there is a memory of that name in exactly that scope, it is changed in what is given and keeps the rest, its id too. Of ten who
 * create the same at once one does. Rejects with a `DriverError` where user, agent or session is not there, or the id is taken.
 */
export async function createMemory(on: Handle, given: NewMemory): Promise<Memory> {
  const now = new Date().toISOString()
  const row: MemoryRow = {
    id: given.id ?? newId(),
    name: given.name,
    description: given.description ?? null,
    content: given.content ?? null,
    session_id: given.session_id ?? null,
    user_id: given.user_id ?? null,
    agent_id: given.agent_id ?? null,
    read_mode: given.read_mode ?? null,
    access: given.access ?? null,
    metadata: given.metadata ?? null,
    created_at: now,
    updated_at: now,
  }
  const { id: _, name: __, session_id: ___, user_id: ____, agent_id: _____, ...changes } = given
  const found = await getMemoryByName(on, row.name, row)
  const changed = found === null ? null : await updateMemory(on, found.id, changes)
  if (changed !== null) return changed
  return on.transaction(async (inside) => {
    const { id } = await made(inside, row)
    // An id of the caller's own may be that of a memory which is there.
    const memory = given.id === undefined && id === row.id ? await first(inside, current, { id }) : await updateMemory(inside, id, changes)
    if (memory === null) throw new Error('The database wrote a memory and does not find it.')
    return memory
  })
}

/** Null where there is none of that id. */
export async function getMemory(on: Handle, id: string): Promise<Memory | null> {
  return first(on, memoryQueries.getById, { id })
}

/** The one of that name in exactly that scope. */
export async function getMemoryByName(
  on: Handle,
  name: string,
  { agent_id = null, user_id = null, session_id = null }: Scope = {},
): Promise<Memory | null> {
  text.encode(name, 'name')
  const those = where(
    exactly('name', text, name),
    equal('agent_id', integer, agent_id),
    equal('user_id', users.columns.id, user_id),
    equal('session_id', sessions.columns.id, session_id),
  )
  return first(on, sql`SELECT ${selected(memories)} FROM ${memories} ${those} ORDER BY seq LIMIT 1`, {})
}

/**
 * Changes what is named and leaves the rest. Null where there is none of that id. Rejects with `NotAllowed` `conflict` where another
 * memory has that name in that scope.
 */
export async function updateMemory(on: Handle, id: string, changes: MemoryChanges): Promise<Memory | null> {
  const names = patch<MemoryChanges>(changes, CHANGES)
  const update = sql`UPDATE ${memories} SET ${assigned(memories, ...names, 'updated_at')}, name_key = ${key} WHERE id = ${values(memories, 'id')}`
  return on.transaction(async (inside) => {
    const memory = await first(inside, current, { id })
    if (memory === null) return null
    const { name, agent_id, user_id, session_id } = { ...memory, ...Object.fromEntries(names.map((each) => [each, changes[each]])) }
    const other = await getMemoryByName(inside, name, { agent_id, user_id, session_id })
    if (other !== null && other.id !== id)
      throw new NotAllowed('conflict', 'Another memory has that name in that scope. Nothing was changed.')
    const name_key = keyOf({ name, agent_id, user_id, session_id })
    await change(inside, update, { ...changes, id, name_key, updated_at: new Date() } as Parameters<typeof update.bind>[1])
    return first(inside, current, { id })
  })
}

/** False where there is none of that id. */
export async function deleteMemory(on: Handle, id: string): Promise<boolean> {
  return (await change(on, memoryQueries.delete, { id })) > 0
}

/** The row, or that of whoever was first. A memory that a statement of its own renamed gives the key away. */
async function made(on: Handle, row: MemoryRow): Promise<MemoryRow> {
  const keyed = { ...row, name_key: keyOf(row) }
  const there = await insertOnce<typeof keyed, MemoryRow>(on, once, keyed)
  if (keyOf(there) === keyed.name_key) return there
  await change(on, release, there)
  return insertOnce<typeof keyed, MemoryRow>(on, once, keyed)
}

function keyOf({ agent_id, user_id, session_id, name }: InScope): string {
  return nameKey(agent_id, user_id, session_id, name)
}
