// Owns: what a program does with sessions.
// Must not know: messages, clients.

import { locked } from '../../sql/conflict.ts'
import { all, change, first, type Handle } from '../../sql/handle.ts'
import { insertedId, returningId } from '../../sql/inserted-id.ts'
import { NotAllowed } from '../../sql/not-allowed.ts'
import type { Onward, Page } from '../../sql/page.ts'
import { pagedInTurn } from '../../sql/paged.ts'
import { sql } from '../../sql/query.ts'
import { unchangedSince } from '../../sql/revision.ts'
import { values } from '../../sql/table.ts'
import { getPersonaId, lockPersona } from './persona.ts'
import { sessionPage, sessionQueries, undatedSessionPage } from './queries/session-queries.ts'
import type { ChatSessionRow } from './rows.ts'
import { memories } from './tables.ts'

export const DEFAULT_TITLE = 'Neue Konversation'

const insert = sql`${sessionQueries.create_session} ${returningId}`
const rename = sql`${sessionQueries.update_session_title} ${unchangedSince}`
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

/**
 * From page to page, the one updated last first; of one moment, the one created last. One that is written to meanwhile goes to the front of
 * the list, where no later page is.
 */
export async function getAllSessionsPage(on: Handle, onward: Onward = {}): Promise<Page<ChatSessionRow>> {
  return pagedInTurn(on, [sessionPage, undatedSessionPage], onward)
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

/**
 * False where there is none of that id.
 *
 * `updated_at`: of the session as the caller knows it; rejects with `NotAllowed` `conflict` where it has changed since. A message is a change
 * too.
 */
export async function updateSessionTitle(
  on: Handle,
  id: number,
  title: string,
  known: { readonly updated_at?: string | null } = {},
): Promise<boolean> {
  return on.transaction(async (inside) => {
    if ((await change(inside, rename, { title, id, known: known.updated_at ?? null })) > 0) return true
    const session = await getSession(inside, id)
    if (session === null) return false
    throw new NotAllowed('conflict', `The session was changed at ${session.updated_at}, after it was read. Nothing was changed.`)
  })
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
