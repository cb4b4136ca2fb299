// Owns: what a program does with memories.
// Must not know: messages' texts, clients.

import { all, change, first, type Handle } from '../../sql/handle.ts'
import { insertedId, returningId } from '../../sql/inserted-id.ts'
import { bool, integer } from '../../sql/kind.ts'
import type { Onward, Page } from '../../sql/page.ts'
import { paged } from '../../sql/paged.ts'
import { sql } from '../../sql/query.ts'
import { selected, slot, values } from '../../sql/table.ts'
import { getPersonaId } from './persona.ts'
import { chatQueries } from './queries/chat-queries.ts'
import { activeMemoryPage, memoryPage, memoryQueries } from './queries/memory-queries.ts'
import type { MemoryRow } from './rows.ts'
import { lockSession } from './sessions.ts'
import { memories, sessions } from './tables.ts'

export interface NewMemory {
  readonly content: string
  /** Null: of no session. @defaultValue null */
  readonly session_id?: number | null
  /** The first and the last of the messages that it stands for. @defaultValue null */
  readonly start_message_id?: number | null
  readonly end_message_id?: number | null
  /** That of the database unless given. */
  readonly persona_id?: string
}

const insert = sql`${memoryQueries.insert_memory} ${returningId}`
const byId = sql`SELECT ${selected(memories)} FROM ${memories} WHERE id = ${values(memories, 'id')}`
// In one statement: a transaction of MySQL that has read before would read the same again, whatever others did meanwhile.
const recalculate = sql`UPDATE ${sessions} SET last_memory_message_id =
  (SELECT MAX(r.end_message_id) FROM ${memories} r WHERE r.session_id = ${slot('session_id', integer)})
  WHERE id = ${values(sessions, 'id')}`

/** The new memory's id; the session's marker stays. Null where there is no such session: nothing was saved. */
export async function saveMemory(on: Handle, given: NewMemory): Promise<number | null> {
  const { content, session_id = null, start_message_id = null, end_message_id = null } = given
  return on.transaction(async (inside) => {
    if (session_id !== null && !(await lockSession(inside, session_id))) return null
    const persona_id = given.persona_id ?? (await getPersonaId(inside))
    return insertedId(inside, insert, { session_id, persona_id, content, start_message_id, end_message_id })
  })
}

/** Null where there is none of that id. */
export async function getMemory(on: Handle, id: number): Promise<MemoryRow | null> {
  return first(on, byId, { id })
}

/** Newest first. */
export async function getAllMemories(
  on: Handle,
  { active_only = false }: { readonly active_only?: boolean } = {},
): Promise<readonly MemoryRow[]> {
  bool.encode(active_only, 'active_only')
  return active_only ? getActiveMemories(on) : all(on, memoryQueries.get_all_memories, {})
}

/** The same from page to page. */
export async function getAllMemoriesPage(
  on: Handle,
  { active_only = false, ...onward }: Onward & { readonly active_only?: boolean } = {},
): Promise<Page<MemoryRow>> {
  bool.encode(active_only, 'active_only')
  return paged(on, active_only ? activeMemoryPage : memoryPage, {}, onward)
}

/** Newest first. */
export async function getActiveMemories(on: Handle): Promise<readonly MemoryRow[]> {
  return all(on, memoryQueries.get_active_memories, {})
}

/** The ranges of a session's active memories. */
export async function getMemoryRanges(
  on: Handle,
  session_id: number,
): Promise<readonly { readonly start_message_id: number; readonly end_message_id: number }[]> {
  return all(on, chatQueries.get_memory_ranges, { session_id })
}

/** False where there is none of that id. */
export async function updateMemory(on: Handle, id: number, content: string): Promise<boolean> {
  return (await change(on, memoryQueries.update_memory_content, { content, id })) > 0
}

/** The marker stays. Returns the memory as it is now, or null where there is none of that id. */
export async function toggleMemoryStatus(on: Handle, id: number): Promise<MemoryRow | null> {
  return on.transaction(async (inside) => {
    await change(inside, memoryQueries.toggle_memory_status, { id })
    return getMemory(inside, id)
  })
}

/**
 * The session's marker becomes the highest end of its other memories, active or not, and null where none has one. False where there
 * is none of that id.
 */
export async function deleteMemory(on: Handle, id: number): Promise<boolean> {
  return on.transaction(async (inside) => {
    const memory = await first(inside, memoryQueries.get_memory_session_id, { id })
    if (memory === null) return false
    const { session_id } = memory
    if (session_id !== null) await lockSession(inside, session_id)
    const gone = (await change(inside, memoryQueries.delete_memory, { id })) > 0
    if (gone && session_id !== null) await change(inside, recalculate, { session_id, id: session_id })
    return gone
  })
}
