// Owns: lists of sessions, and to which agent a session belongs.
// Must not know: what is in a message, clients.

import { among, equal, together, where } from '../../sql/given.ts'
import { all, change, first, type Handle } from '../../sql/handle.ts'
import { integer, orNull, text } from '../../sql/kind.ts'
import { locked } from '../../sql/conflict.ts'
import { type NumberedPage, windowOfPage } from '../../sql/numbered-page.ts'
import type { Listed, Onward, Page } from '../../sql/page.ts'
import { paged } from '../../sql/paged.ts'
import { sql } from '../../sql/query.ts'
import type { Part } from '../../sql/part.ts'
import type { Sort } from '../../sql/sorted.ts'
import { assigned, computed, values } from '../../sql/table.ts'
import { getAgent } from './agents.ts'
import { sessionPage, sessionsOfAgents, sessionWindow } from './queries/session-queries.ts'
import type { Session } from './sessions.ts'
import { messages, sessions, users } from './tables.ts'

interface Which {
  /** Null: those of no user. */
  readonly user_id?: string | null
  /** Null: those of no agent. */
  readonly agent_id?: number | null
  /** By the last change. @defaultValue 'desc', the last one first */
  readonly sort?: Sort
}

export interface SessionFilter extends NumberedPage, Which {}

export interface SessionsOnward extends Onward, Which {}

export type ListedSession = Session & { readonly message_count: number }

/** What fits into one statement on every engine. */
const AT_ONCE = 10_000

const total = computed('total', integer, 'COUNT(*)')
const agentOf = sql`SELECT ${computed('agent_id', orNull(integer), 'agent_id')} FROM ${sessions} WHERE id = ${values(sessions, 'id')} ${locked}`
const link = sql`UPDATE ${sessions} SET ${assigned(sessions, 'agent_id', 'updated_at')} WHERE id = ${values(sessions, 'id')}`
const linkMessages = sql`UPDATE ${messages} SET ${assigned(messages, 'agent_id', 'updated_at')} WHERE session_id = ${values(messages, 'session_id')}`

/** A page of them, how many there are in all, and of each how many messages it has. */
export async function listSessions(
  on: Handle,
  { user_id, agent_id, sort = 'desc', ...page }: SessionFilter = {},
): Promise<Listed<ListedSession>> {
  const { of, conditions } = asked(user_id, agent_id)
  const those = where(...conditions)
  const rows = await all(on, sql`${sessionsOfAgents} ${those} ${sessionWindow(of, sort)}`, windowOfPage(page))
  const counted = await first(on, sql`SELECT ${total} FROM ${sessions} s ${those}`, {})
  return { rows: await withCounts(on, rows), total: counted?.total ?? 0 }
}

/** The same from page to page. One that is changed meanwhile is at the end of the list that has the last change, and in no page between. */
export async function listSessionsPage(
  on: Handle,
  { user_id, agent_id, sort = 'desc', ...onward }: SessionsOnward = {},
): Promise<Page<ListedSession>> {
  const { of, conditions } = asked(user_id, agent_id)
  const { rows, next } = await paged(on, sessionPage(of, sort, together(conditions)), {}, onward)
  return { rows: await withCounts(on, rows), next }
}

/** By which index they are read: a user's that are of one agent are looked for among those of the user. */
function asked(
  user_id: string | null | undefined,
  agent_id: number | null | undefined,
): { readonly of: 'all' | 'user' | 'agent'; readonly conditions: readonly (Part | undefined)[] } {
  const conditions = [equal('s.user_id', users.columns.id, user_id), equal('s.agent_id', integer, agent_id)]
  return { of: user_id !== undefined ? 'user' : agent_id !== undefined ? 'agent' : 'all', conditions }
}

/**
 * Gives a session and all of its messages to an agent. True also where it was that agent's; false where one of the two is not
 * there.
 */
export async function linkSessionToAgent(on: Handle, session_id: string, agent_id: number): Promise<boolean> {
  return on.transaction(async (inside) => {
    const session = await first(inside, agentOf, { id: session_id })
    if (session === null || (await getAgent(inside, agent_id)) === null) return false
    if (session.agent_id === agent_id) return true
    const updated_at = new Date()
    await change(inside, link, { id: session_id, agent_id, updated_at })
    await change(inside, linkMessages, { session_id, agent_id, updated_at })
    return true
  })
}

async function withCounts(on: Handle, rows: readonly Session[]): Promise<readonly ListedSession[]> {
  const counts = await messageCounts(
    on,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => ({ ...row, message_count: counts.get(row.id) ?? 0 }))
}

async function messageCounts(on: Handle, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>()
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const those = where(among('session_id', text, ids.slice(from, from + AT_ONCE)))
    const grouped = sql`SELECT ${computed('session_id', text, 'session_id')}, ${total} FROM ${messages} ${those} GROUP BY session_id`
    for (const row of await all(on, grouped, {})) counts.set(row.session_id, row.total)
  }
  return counts
}
