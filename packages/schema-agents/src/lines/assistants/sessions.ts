// Owns: what a program does with one session.
// Must not know: messages, clients.

import { locked } from '../../sql/conflict.ts'
import { equal, exactly, where } from '../../sql/given.ts'
import { change, first, type Handle } from '../../sql/handle.ts'
import { insertOnce } from '../../sql/insert-once.ts'
import { orNull, text } from '../../sql/kind.ts'
import { assertNamed } from '../../sql/named.ts'
import { newId } from '../../sql/new-id.ts'
import { NotAllowed } from '../../sql/not-allowed.ts'
import { patch } from '../../sql/patch.ts'
import { sql } from '../../sql/query.ts'
import { advanced, unchangedSince } from '../../sql/revision.ts'
import { assigned, into, selected, slot, values } from '../../sql/table.ts'
import { nameKey } from './name-key.ts'
import { type SessionOfAgentRow, sessionQueries, sessionsOfAgents } from './queries/session-queries.ts'
import type { SessionRow } from './rows.ts'
import { sessions, users } from './tables.ts'

/** A row of the table, and what its agent is called. */
export type Session = SessionOfAgentRow

export type NewSession = Partial<Omit<SessionRow, 'created_at' | 'updated_at'>>

export type SessionChanges = Omit<NewSession, 'id'>

const CHANGES = ['user_id', 'agent_id', 'name', 'platform', 'metadata', 'run_finished_at'] as const

const key = slot('name_key', orNull(text))
const insert = sql`INSERT INTO ${sessions} (${into(sessions)}, name_key) VALUES (${values(sessions)}, ${key})`
const once = {
  insert,
  there: sql`SELECT ${selected(sessions)} FROM ${sessions} WHERE name_key = ${key} ${locked}`,
}
const current = sql`${sessionQueries.getById} ${locked}`
const release = sql`UPDATE ${sessions} SET name_key = NULL WHERE id = ${values(sessions, 'id')}`

/**
 * Where the same user has a session of that name, it is changed in what is given and keeps the rest, its id too; another user's is
 * never handed over. Nobody's sessions, of no user, are among themselves. Of ten who create the same at once one does. Rejects with a
 * `DriverError` where the user or the agent is not there, or the id is taken.
 */
export async function createSession(on: Handle, given: NewSession): Promise<Session> {
  assertNamed(given, 'session')
  const now = new Date().toISOString()
  const row: SessionRow = {
    id: given.id ?? newId(),
    user_id: given.user_id ?? null,
    agent_id: given.agent_id ?? null,
    name: given.name ?? null,
    platform: given.platform ?? null,
    metadata: given.metadata ?? null,
    run_finished_at: given.run_finished_at ?? null,
    created_at: now,
    updated_at: now,
  }
  const { id: _, user_id: __, name: ___, ...changes } = given
  const found = row.name === null || row.name === '' ? null : await getSessionByName(on, row.name, row.user_id)
  const changed = found === null ? null : await updateSession(on, found.id, changes)
  if (changed !== null) return changed
  return on.transaction(async (inside) => {
    const { id } = await made(inside, row)
    // An id of the caller's own may be that of a session which is there.
    const session =
      given.id === undefined && id === row.id ? await first(inside, current, { id }) : await updateSession(inside, id, changes)
    if (session === null) throw new Error('The database wrote a session and does not find it.')
    return session
  })
}

/** Null where there is none of that id. */
export async function getSession(on: Handle, id: string): Promise<Session | null> {
  return first(on, sessionQueries.getById, { id })
}

/** The one created first under that name: of any user, of `user_id`, or with null of none. */
export async function getSessionByName(on: Handle, name: string, user_id?: string | null): Promise<Session | null> {
  text.encode(name, 'name')
  const those = where(exactly('s.name', text, name), equal('s.user_id', users.columns.id, user_id))
  return first(on, sql`${sessionsOfAgents} ${those} ORDER BY s.seq LIMIT 1`, {})
}

/**
 * Changes what is named and leaves the rest. Null where there is none of that id.
 *
 * `updated_at`: of the session as the caller knows it; rejects with `NotAllowed` `conflict` where it has changed since.
 */
export async function updateSession(
  on: Handle,
  id: string,
  changes: SessionChanges,
  known: { readonly updated_at?: string | null } = {},
): Promise<Session | null> {
  const names = patch<SessionChanges>(changes, CHANGES)
  const set = names.length === 0 ? advanced : sql`${assigned(sessions, ...names)}, ${advanced}`
  const update = sql`UPDATE ${sessions} SET ${set} WHERE id = ${values(sessions, 'id')} ${unchangedSince}`
  return on.transaction(async (inside) => {
    const params = { ...changes, id, updated_at: new Date(), known: known.updated_at ?? null }
    const changed = await change(inside, update, params as Parameters<typeof update.bind>[1])
    const session = await first(inside, current, { id })
    if (changed > 0 || session === null) return session
    throw new NotAllowed('conflict', `The session was changed at ${session.updated_at}, after it was read. Nothing was changed.`)
  })
}

/** Says that its run is over now. Null where there is none of that id. */
export async function finishSession(on: Handle, id: string): Promise<Session | null> {
  return updateSession(on, id, { run_finished_at: new Date().toISOString() })
}

/** True where it had no name, or a blank one, and has this one now. */
export async function updateSessionNameIfEmpty(on: Handle, id: string, name: string): Promise<boolean> {
  text.encode(name, 'name')
  return (await change(on, sessionQueries.updateNameIfEmpty, { id, name, updated_at: new Date() })) > 0
}

/** With it go its messages and memories. False where there is none of that id. */
export async function deleteSession(on: Handle, id: string): Promise<boolean> {
  return (await change(on, sessionQueries.delete, { id })) > 0
}

/** The row, or that of whoever was first. A session that has another name by now, or lost its user, gives the key away. */
async function made(on: Handle, row: SessionRow): Promise<SessionRow> {
  if (row.name === null || row.name === '') {
    await change(on, sessionQueries.insert, row)
    return row
  }
  const keyed = { ...row, name_key: nameKey(row.user_id, row.name) }
  const there = await insertOnce<typeof keyed, SessionRow>(on, once, keyed)
  if (there.user_id === row.user_id && there.name === row.name) return there
  await change(on, release, there)
  return insertOnce<typeof keyed, SessionRow>(on, once, keyed)
}
