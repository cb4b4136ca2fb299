// Owns: what a program does with sessions.
// Must not know: messages, clients.

import { locked } from '../../sql/conflict.ts'
import { all, change, first, type Handle } from '../../sql/handle.ts'
import { insertedId, returningId } from '../../sql/inserted-id.ts'
import { sql } from '../../sql/query.ts'
import { values } from '../../sql/table.ts'
import { getPersonaId, lockPersona } from './persona.ts'
import { sessionQueries } from './queries/session-queries.ts'
import type { ChatSessionRow } from './rows.ts'
import { memories } from './tables.ts'

export const DEFAULT_TITLE = 'Neue Konversation'

const insert = sql`${sessionQueries.create_session} ${returningId}`
const held = sql`${sessionQueries.check_session_exists} ${locked}`
const forget = sql`DELETE FROM ${memories} WHERE session_id = ${values(memories, 'session_id')}`

/** `persona_id`: that of the database unless given. Returns the new session's id. */
export async function createSession(on: Handle, given: { readonly title?: string; readonly persona_id?: string } = {}): Promise<number> {
  const persona_id = given.persona_id ?? (await getPersonaId(on))
  return insertedId(on, insert, { title: given.title ?? DEFAULT_TITLE, persona_id })
}

/** Null where there is none of that id. */
export async function getSession(on: Handle, id: number): Promise<ChatSessionRow | null> {
  return first(on, sessionQueries.get_session_by_id, { id })
}

/** The one updated last first; of one moment, that of the newest message. */
export async function getAllSessions(on: Handle): Promise<readonly ChatSessionRow[]> {
  return all(on, sessionQueries.get_all_sessions, {})
}

/** The first of `getAllSessions`, without reading the others. Null where there is none. */
export async function getCurrentSessionId(on: Handle): Promise<number | null> {
  return (await first(on, sessionQueries.get_current_session_id, {}))?.id ?? null
}

/** Null where there is none of that id. */
export async function getSessionPersonaId(on: Handle, id: number): Promise<string | null> {
  return (await first(on, sessionQueries.get_session_persona_id, { id }))?.persona_id ?? null
}

export async function sessionExists(on: Handle, id: number): Promise<boolean> {
  return (await first(on, sessionQueries.check_session_exists, { id })) !== null
}

/** `last_updated` is null where there is no session. */
export async function getSessionSummary(
  on: Handle,
): Promise<{ readonly persona_id: string; readonly session_count: number; readonly last_updated: string | null }> {
  const found = await first(on, sessionQueries.get_session_count_summary, {})
  return { persona_id: await getPersonaId(on), session_count: found?.session_count ?? 0, last_updated: found?.last_updated ?? null }
}

/** False where there is none of that id. */
export async function updateSessionTitle(on: Handle, id: number, title: string): Promise<boolean> {
  return (await change(on, sessionQueries.update_session_title, { title, id })) > 0
}

/** With it go its messages and its memories: their ranges would point at nothing. False where there is none of that id. */
export async function deleteSession(on: Handle, id: number): Promise<boolean> {
  return on.transaction(async (inside) => {
    await lockPersona(inside)
    if (!(await lockSession(inside, id))) return false
    await change(inside, forget, { session_id: id })
    return (await change(inside, sessionQueries.delete_session, { id })) > 0
  })
}

/** Nobody else writes to it until the transaction ends. False where there is none of that id. */
export async function lockSession(inside: Handle, id: number): Promise<boolean> {
  return (await first(inside, held, { id })) !== null
}
