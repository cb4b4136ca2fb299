// Owns: what a program does with the logs of sessions.
// Must not know: agents, clients.

import { byIndex } from '../../sql/by-index.ts'
import { all, change, first, type Handle } from '../../sql/handle.ts'
import { backwards, forwards } from '../../sql/in-order.ts'
import { insertingMany } from '../../sql/insert-many.ts'
import { amount, integer, json, type Json } from '../../sql/kind.ts'
import { type Listed, type Window, windowOf } from '../../sql/page.ts'
import { patch } from '../../sql/patch.ts'
import { sql } from '../../sql/query.ts'
import { advanced } from '../../sql/revision.ts'
import { assigned, selected, slot, values } from '../../sql/table.ts'
import { sessionLogQueries } from './queries/session-log-queries.ts'
import type { SessionLogRow } from './rows.ts'
import { type JsonColumn, logsTable, sessionsTable } from './tables.ts'
import { LOG_ROLES, wordOf } from './words.ts'

/** A row of the table with its JSON as values. */
export type SessionLog = Omit<SessionLogRow, JsonColumn> & { readonly [Name in Extract<keyof SessionLogRow, JsonColumn>]: Json }

export type NewSessionLog = Pick<SessionLog, 'role' | 'type' | 'content'> & Partial<Pick<SessionLog, 'parent_id' | 'metadata'>>

const sessions = sessionsTable(json)
const logs = logsTable(json)
const GIVEN = ['session_id', 'parent_id', 'role', 'type', 'content', 'metadata', 'created_at', 'updated_at'] as const

const touch = sql`UPDATE ${sessions} SET ${advanced} WHERE id = ${values(sessions, 'id')}`
const insert = insertingMany(logs, ...GIVEN)
const byId = sql`SELECT ${selected(logs)} FROM ${logs} WHERE id = ${values(logs, 'id')}`
const ofSession = sql`FROM ${logs} ${byIndex('idx_session_logs_session_id')} WHERE session_id = ${values(logs, 'session_id')}`
const limit = sql`LIMIT ${slot('limit', amount)}`
const list = sql`SELECT ${selected(logs)} ${ofSession} ORDER BY id ${forwards} ${limit} OFFSET ${slot('offset', amount)}`
const after = sql`SELECT ${selected(logs)} ${ofSession} AND id > ${slot('after', integer)} ORDER BY id ${forwards} ${limit}`
const before = sql`SELECT ${selected(logs)} ${ofSession} AND id < ${slot('before', integer)} ORDER BY id ${backwards} ${limit}`
const latest = sql`SELECT ${selected(logs)} ${ofSession} ORDER BY id ${backwards} ${limit}`

/**
 * Appends in the given order, all or none, and returns the ids. The session's row is changed first: whoever appends to the same
 * session waits for it, so that ids grow in the order of the commits and a reader who asks for what comes after the last id
 * he saw misses nothing. Resolves to null where there is no such session; rejects with `NotAllowed` `word` on an unknown role.
 */
export async function appendSessionLogs(
  on: Handle,
  session_id: string,
  given: readonly NewSessionLog[],
): Promise<readonly number[] | null> {
  for (const { role } of given) wordOf('role', LOG_ROLES, role)
  return on.transaction(async (inside) => {
    const now = new Date()
    if ((await change(inside, touch, { id: session_id, updated_at: now })) === 0) return null
    return insert(
      inside,
      given.map(({ parent_id = null, role, type, content, metadata = null }) => {
        return { session_id, parent_id, role, type, content, metadata, created_at: now, updated_at: now }
      }),
    )
  })
}

/** Null where there is none of that id. */
export async function getSessionLog(on: Handle, id: number): Promise<SessionLog | null> {
  return first(on, byId, { id })
}

/** In the order in which they were appended. */
export async function listSessionLogs(on: Handle, session_id: string, window: Window = {}): Promise<Listed<SessionLog>> {
  const rows = await all(on, list, { session_id, ...windowOf(window) })
  const counted = await first(on, sessionLogQueries.countBySessionId, { session_id })
  return { rows, total: counted?.total ?? 0 }
}

/**
 * The next `limit` after that id, in order: what is appended meanwhile moves no page. From the beginning: `0`.
 */
export async function sessionLogsAfter(on: Handle, session_id: string, id: number, limit = 50): Promise<readonly SessionLog[]> {
  return all(on, after, { session_id, after: id, limit })
}

/** The last `limit` before that id, in order. */
export async function sessionLogsBefore(on: Handle, session_id: string, id: number, limit = 50): Promise<readonly SessionLog[]> {
  return (await all(on, before, { session_id, before: id, limit })).toReversed()
}

/** The last `limit`, in the order in which they were appended. */
export async function latestSessionLogs(on: Handle, session_id: string, limit = 50): Promise<readonly SessionLog[]> {
  return (await all(on, latest, { session_id, limit })).toReversed()
}

/** Changes what is named. Null where there is none of that id. */
export async function updateSessionLog(
  on: Handle,
  id: number,
  changes: Partial<Pick<SessionLog, 'content' | 'metadata'>>,
): Promise<SessionLog | null> {
  const names = patch(changes, ['content', 'metadata'])
  const update = sql`UPDATE ${logs} SET ${assigned(logs, ...names, 'updated_at')} WHERE id = ${values(logs, 'id')}`
  return on.transaction(async (inside) => {
    await change(inside, update, { ...changes, id, updated_at: new Date() } as Parameters<typeof update.bind>[1])
    return getSessionLog(inside, id)
  })
}

/** Those that have it as their parent stay, without one. False where there is none of that id. */
export async function deleteSessionLog(on: Handle, id: number): Promise<boolean> {
  return (await change(on, sessionLogQueries.deleteById, { id })) > 0
}

/** How many there were. */
export async function deleteSessionLogs(on: Handle, session_id: string): Promise<number> {
  return change(on, sessionLogQueries.deleteBySessionId, { session_id })
}
