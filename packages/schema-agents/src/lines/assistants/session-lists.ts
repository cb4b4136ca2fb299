// Owns: lists of sessions, and to which agent a session belongs.
// Must not know: what is in a message, clients.

import { among, equal, where } from '../../sql/given.ts'
import { all, change, first, type Handle } from '../../sql/handle.ts'
import { amount, integer, orNull, text } from '../../sql/kind.ts'
import { locked } from '../../sql/conflict.ts'
import { type NumberedPage, windowOfPage } from '../../sql/numbered-page.ts'
import type { Listed } from '../../sql/page.ts'
import { sql } from '../../sql/query.ts'
import { type Sort, sorted } from '../../sql/sorted.ts'
import { assigned, computed, slot, values } from '../../sql/table.ts'
import { getAgent } from './agents.ts'
import { sessionsOfAgents } from './queries/session-queries.ts'
import type { Session } from './sessions.ts'
import { messages, sessions, users } from './tables.ts'

export interface SessionFilter extends NumberedPage {
  /** Null: those of no user. */
  readonly user_id?: string | null
  /** Null: those of no agent. */
  readonly agent_id?: number | null
  /** By the last change. @defaultValue 'desc', the last one first */
  readonly sort?: Sort
}

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
  const those = where(equal('s.user_id', users.columns.id, user_id), equal('s.agent_id', integer, agent_id))
  const order = sorted(sort, 's.updated_at', 's.seq')
  const list = sql`${sessionsOfAgents} ${those} ${order} LIMIT ${slot('limit', amount)} OFFSET ${slot('offset', amount)}`
  const rows = await all(on, list, windowOfPage(page))
  const counted = await first(on, sql`SELECT ${total} FROM ${sessions} s ${those}`, {})
  const counts = await messageCounts(
    on,
    rows.map(({ id }) => id),
  )
  return { rows: rows.map((row) => ({ ...row, message_count: counts.get(row.id) ?? 0 })), total: counted?.total ?? 0 }
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

async function messageCounts(on: Handle, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>()
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const those = where(among('session_id', text, ids.slice(from, from + AT_ONCE)))
    const grouped = sql`SELECT ${computed('session_id', text, 'session_id')}, ${total} FROM ${messages} ${those} GROUP BY session_id`
    for (const row of await all(on, grouped, {})) counts.set(row.session_id, row.total)
  }
  return counts
}
