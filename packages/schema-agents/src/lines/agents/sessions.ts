// Owns: what a program does with sessions.
// Must not know: agents' own rows, logs, clients.

import { arrival } from '../../sql/arrival.ts'
import { backwards } from '../../sql/in-order.ts'
import { locked } from '../../sql/conflict.ts'
import { change, first, type Handle } from '../../sql/handle.ts'
import { amount, integer, json, type Json } from '../../sql/kind.ts'
import { newId } from '../../sql/new-id.ts'
import { NotAllowed } from '../../sql/not-allowed.ts'
import { listed } from '../../sql/listed.ts'
import { type Listed, type Onward, type Page, type Window, windowOf } from '../../sql/page.ts'
import { paged } from '../../sql/paged.ts'
import { patch } from '../../sql/patch.ts'
import { type Query, sql } from '../../sql/query.ts'
import { advanced, unchangedSince } from '../../sql/revision.ts'
import { asRead, assigned, computed, into, selected, slot, values, words } from '../../sql/table.ts'
import { sessionPage, sessionPageByStatus, sessionQueries } from './queries/session-queries.ts'
import type { SessionRow, SessionWithAgentRow } from './rows.ts'
import { type DocumentedStatus, FOLLOWING, preceding } from './session-statuses.ts'
import { type JsonColumn, SESSION_CHANGES, sessionsTable } from './tables.ts'
import { PERMISSION_MODES, wordOf } from './words.ts'

/** A row of the table with its JSON as values. A setting that is null is the agent's. */
export type Session = Omit<SessionRow, JsonColumn> & { readonly [Name in Extract<keyof SessionRow, JsonColumn>]: Json }

/**
 * What is left out is null, whatever the table's default: a setting that the caller did not choose stays the agent's. A new session
 * is `idle`.
 */
export type NewSession = Pick<Session, 'main_agent_id'> & Partial<Omit<Session, 'main_agent_id' | 'status' | 'created_at' | 'updated_at'>>

export type SessionChanges = Partial<Omit<Session, 'id' | 'status' | 'created_at' | 'updated_at'>>

const sessions = sessionsTable(json)

const insert = sql`INSERT INTO ${sessions} (${into(sessions)}) VALUES (${values(sessions)})`
const byId = sql`SELECT ${selected(sessions)} FROM ${sessions} WHERE id = ${values(sessions, 'id')}`
const inOrder = sessionPage(sessions)
const inOrderByStatus = sessionPageByStatus(sessions)
const page = sql`ORDER BY created_at ${backwards}, ${arrival} DESC LIMIT ${slot('limit', amount)} OFFSET ${slot('offset', amount)}`
const list = sql`SELECT ${selected(sessions)} FROM ${sessions} ${page}`
const total = computed('total', integer, 'COUNT(*)')
const count = sql`SELECT ${total} FROM ${sessions}`
const withStatus = sql`WHERE status = ${values(sessions, 'status')}`
const listByStatus = sql`SELECT ${selected(sessions)} FROM ${sessions} ${withStatus} ${page}`
const countByStatus = sql`SELECT ${total} FROM ${sessions} ${withStatus}`

type Transition = Pick<SessionRow, 'id' | 'status'> & { readonly updated_at: Date | string }
const held = sql`${sessionQueries.checkExists} ${locked}`

const transitionTo = (status: DocumentedStatus): Query<Transition, unknown> =>
  sql`UPDATE ${sessions} SET ${assigned(sessions, 'status')}, ${advanced}
    WHERE id = ${values(sessions, 'id')} AND status IN (${words(...preceding(status))})`
const TRANSITIONS = {
  idle: transitionTo('idle'),
  running: transitionTo('running'),
  completed: transitionTo('completed'),
  failed: transitionTo('failed'),
  stopped: transitionTo('stopped'),
}

/**
 * Rejects with `NotAllowed` `word` on an unknown `permission_mode`, and with a `DriverError` where there is no such agent or the id
 * is taken.
 */
export async function createSession(on: Handle, given: NewSession): Promise<Session> {
  const now = new Date().toISOString()
  const session: Session = asRead(sessions, {
    id: given.id ?? newId(),
    name: given.name ?? null,
    main_agent_id: given.main_agent_id,
    sub_agent_ids: given.sub_agent_ids ?? null,
    user_goal: given.user_goal ?? null,
    status: 'idle',
    external_session_id: given.external_session_id ?? null,
    model: given.model ?? null,
    plan_model: given.plan_model ?? null,
    small_model: given.small_model ?? null,
    built_in_tools: given.built_in_tools ?? null,
    mcps: given.mcps ?? null,
    knowledges: given.knowledges ?? null,
    configuration: given.configuration ?? null,
    accessible_paths: given.accessible_paths ?? null,
    permission_mode: wordOf('permission_mode', PERMISSION_MODES, given.permission_mode ?? null),
    max_steps: given.max_steps ?? null,
    created_at: now,
    updated_at: now,
  })
  await change(on, insert, session)
  return session
}

/** Null where there is none of that id. */
export async function getSession(on: Handle, id: string): Promise<Session | null> {
  return first(on, byId, { id })
}

/** The session, six columns of its agent, and the ten settings in effect, JSON as text. Null where there is none of that id. */
export async function getSessionWithAgent(on: Handle, id: string): Promise<SessionWithAgentRow | null> {
  return first(on, sessionQueries.getSessionWithAgent, { id })
}

/** Newest first; of those created in one moment, the one created last is first. `status`: only those. */
export async function listSessions(
  on: Handle,
  { status, ...window }: Window & { readonly status?: string } = {},
): Promise<Listed<Session>> {
  return status === undefined
    ? listed(on, list, count, windowOf(window))
    : listed(on, listByStatus, countByStatus, { ...windowOf(window), status })
}

/**
 * From page to page, the one that came last first. That is the order of `listSessions` where `created_at` is left to `createSession` and one
 * clock; here no clock is asked. `status`: only those; on PostgreSQL and MySQL all of them are read for each page, unless the line
 * `agents-indexes` is there.
 */
export async function listSessionsPage(
  on: Handle,
  { status, ...onward }: Onward & { readonly status?: string } = {},
): Promise<Page<Session>> {
  return status === undefined ? paged(on, inOrder, {}, onward) : paged(on, inOrderByStatus, { status }, onward)
}

/**
 * Changes what is named and leaves the rest; null gives a setting back to the agent. Null where there is none of that id.
 *
 * `updated_at`: of the session as the caller knows it; rejects with `NotAllowed` `conflict` where it has changed since.
 */
export async function updateSession(
  on: Handle,
  id: string,
  changes: SessionChanges,
  known: { readonly updated_at?: string | null } = {},
): Promise<Session | null> {
  const names = patch<SessionChanges>(changes, SESSION_CHANGES)
  if (changes.permission_mode !== undefined) wordOf('permission_mode', PERMISSION_MODES, changes.permission_mode)
  const set = names.length === 0 ? advanced : sql`${assigned(sessions, ...names)}, ${advanced}`
  const update = sql`UPDATE ${sessions} SET ${set} WHERE id = ${values(sessions, 'id')} ${unchangedSince}`
  return on.transaction(async (inside) => {
    const params = { ...changes, id, updated_at: new Date(), known: known.updated_at ?? null }
    const changed = await change(inside, update, params as Parameters<typeof update.bind>[1])
    const session = await getSession(inside, id)
    if (changed > 0 || session === null) return session
    throw new NotAllowed('conflict', `The session was changed at ${session.updated_at}, after it was read. Nothing was changed.`)
  })
}

/**
 * Compares and sets in one statement: of two callers who see the same status, one changes it. Resolves to null where there is none
 * of that id; rejects with `NotAllowed` `status` where it has a status that `status` cannot follow, and `word` on an unknown one.
 */
export async function setSessionStatus(on: Handle, id: string, status: DocumentedStatus): Promise<Session | null> {
  wordOf('status', Object.keys(FOLLOWING), status)
  return on.transaction(async (inside) => {
    if ((await change(inside, TRANSITIONS[status], { status, updated_at: new Date(), id })) > 0) return getSession(inside, id)
    const session = await getSession(inside, id)
    if (session === null) return null
    throw new NotAllowed('status', `The session is ${session.status}, which ${status} cannot follow. Nothing was changed.`)
  })
}

/** With it go its logs. False where there is none of that id. */
export async function deleteSession(on: Handle, id: string): Promise<boolean> {
  return (await change(on, sessionQueries.delete, { id })) > 0
}

/** Nobody else writes to it until the transaction ends. False where there is none of that id. */
export async function lockSession(inside: Handle, id: string): Promise<boolean> {
  return (await first(inside, held, { id })) !== null
}

export async function sessionExists(on: Handle, id: string): Promise<boolean> {
  return (await first(on, sessionQueries.checkExists, { id })) !== null
}
