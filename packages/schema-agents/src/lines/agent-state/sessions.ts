// Owns: what a program does with the sessions of an agent.
// Must not know: events, clients.

import { arrivalOf } from '../../sql/arrival.ts'
import { byIndex } from '../../sql/by-index.ts'
import { change, first, type Handle } from '../../sql/handle.ts'
import { backwards } from '../../sql/in-order.ts'
import { amount, integer, json, orNull } from '../../sql/kind.ts'
import { newId } from '../../sql/new-id.ts'
import { listed } from '../../sql/listed.ts'
import { type Listed, type Onward, type Page, type Window, windowOf } from '../../sql/page.ts'
import { paged } from '../../sql/paged.ts'
import { everywhere } from '../../sql/place.ts'
import { sql } from '../../sql/query.ts'
import { moments } from '../../sql/sortable.ts'
import { computed, differing, into, selected, slot, values } from '../../sql/table.ts'
import { DOWN, DOWN_GROWING, walkByValue } from '../../sql/walk.ts'
import type { SessionKey, SessionRow, State } from './rows.ts'
import { addToShared } from './shared-states.ts'
import { merged, partsOf, stateOf } from './state.ts'
import { appStatesTable as apps, sessionsTable as sessions, userStatesTable as users } from './tables.ts'

/** With its state as an agent sees it: that of the app under `app:`, that of the user under `user:`. */
export type Session = Omit<SessionRow, 'state'> & { readonly state: State }

/** `id` is a new one where it is left out. */
export type NewSession = Omit<SessionKey, 'id'> & { readonly id?: string; readonly state?: State }

const insert = sql`INSERT INTO ${sessions} (${into(sessions)}) VALUES (${values(sessions)})`
const columns = sql`${selected(sessions, 's')},
  ${computed('app_state', orNull(json), 'a.state')}, ${computed('user_state', orNull(json), 'u.state')}`
const shared = sql`LEFT JOIN ${apps} a ON a.app_name = s.app_name
  LEFT JOIN ${users} u ON u.app_name = s.app_name AND u.user_id = s.user_id`
const whole = sql`SELECT ${columns} FROM ${sessions} s ${shared}`
const isOfApp = sql`s.app_name = ${values(sessions, 'app_name')}`
const isOfUser = sql`${isOfApp} AND s.user_id = ${values(sessions, 'user_id')}`
const ofApp = sql`WHERE ${isOfApp}`
const ofUser = sql`WHERE ${isOfUser}`
const byKey = sql`${whole} ${ofUser} AND s.id = ${values(sessions, 'id')}`
const arrival = differing(arrivalOf('s'))
const window = sql`LIMIT ${slot('limit', amount)} OFFSET ${slot('offset', amount)}`
const list = sql`${whole} ${ofApp} ORDER BY s.update_time DESC, ${arrival} DESC ${window}`
const listOfUser = sql`${whole} ${ofUser} ORDER BY s.update_time ${backwards}, ${arrival} ${backwards} ${window}`
const total = computed('total', integer, 'COUNT(*)')
const count = sql`SELECT ${total} FROM ${sessions} s ${ofApp}`
const countOfUser = sql`SELECT ${total} FROM ${sessions} s ${ofUser}`
const remove = sql`DELETE FROM ${sessions} WHERE app_name = ${values(sessions, 'app_name')}
  AND user_id = ${values(sessions, 'user_id')} AND id = ${values(sessions, 'id')}`

const latestFirst = {
  select: columns,
  column: everywhere('s.update_time'),
  by: moments,
  number: arrivalOf('s'),
  list: 'agent_state.sessions',
}
const page = walkByValue({
  ...latestFirst,
  from: sql`FROM ${sessions} s ${byIndex('idx_sessions_app_update_time')} ${shared}`,
  where: isOfApp,
  going: DOWN,
})
const pageOfUser = walkByValue({
  ...latestFirst,
  from: sql`FROM ${sessions} s ${byIndex('idx_sessions_user_app_update_time')} ${shared}`,
  where: isOfUser,
  going: DOWN_GROWING,
})

type Found = SessionRow & { readonly app_state: SessionRow['state']; readonly user_state: SessionRow['state'] }

/**
 * `state`: what begins with `app:` or `user:` is added to that of the app or the user, what begins with `temp:` is not kept. Rejects with
 * a `DriverError` where the user has a session of that id in this app, and with `TypeError` where `state` is no object; then nothing is added.
 */
export async function createSession(on: Handle, { app_name, user_id, id = newId(), state = {} }: NewSession): Promise<Session> {
  return on.transaction(async (inside) => {
    const now = new Date()
    const { session, ...shared } = partsOf(state)
    await change(inside, insert, { app_name, user_id, id, state: session, create_time: now, update_time: now })
    await addToShared(inside, { app_name, user_id }, shared, now)
    const created = await getSession(inside, { app_name, user_id, id })
    if (created === null) throw new Error('The database inserted a session and does not have it.')
    return created
  })
}

/** Null where there is none: another user's or another app's is none. Its events: `listEvents`, `latestEvents`. */
export async function getSession(on: Handle, { app_name, user_id, id }: SessionKey): Promise<Session | null> {
  const found = await first(on, byKey, { app_name, user_id, id })
  return found === null ? null : asSeen(found)
}

/** Of an app, or of one of its users. The last used first; of those used in one moment, the one created last is first. */
export async function listSessions(
  on: Handle,
  app_name: string,
  { user_id, ...window }: Window & { readonly user_id?: string } = {},
): Promise<Listed<Session>> {
  const found =
    user_id === undefined
      ? await listed(on, list, count, { app_name, ...windowOf(window) })
      : await listed(on, listOfUser, countOfUser, { app_name, user_id, ...windowOf(window) })
  return { rows: found.rows.map(asSeen), total: found.total }
}

/** The same from page to page. One that is used meanwhile goes to the front of the list, where no later page is. */
export async function listSessionsPage(
  on: Handle,
  app_name: string,
  { user_id, ...onward }: Onward & { readonly user_id?: string } = {},
): Promise<Page<Session>> {
  const { rows, next } = await (user_id === undefined
    ? paged(on, page, { app_name }, onward)
    : paged(on, pageOfUser, { app_name, user_id }, onward))
  return { rows: rows.map(asSeen), next }
}

/** With it go its events; what it added to the state of the app and the user stays. False where there is none. */
export async function deleteSession(on: Handle, { app_name, user_id, id }: SessionKey): Promise<boolean> {
  return (await change(on, remove, { app_name, user_id, id })) > 0
}

function asSeen({ app_state, user_state, state, ...session }: Found): Session {
  return { ...session, state: merged({ app: stateOf(app_state), user: stateOf(user_state), session: stateOf(state) }) }
}
