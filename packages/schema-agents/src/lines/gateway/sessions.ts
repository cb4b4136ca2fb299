// Owns: what a program does with the sessions of a gateway's users.
// Must not know: what was said in them, clients.

import { ARRIVAL, arrival } from '../../sql/arrival.ts'
import { byIndex } from '../../sql/by-index.ts'
import { change, first, type Handle } from '../../sql/handle.ts'
import { backwards } from '../../sql/in-order.ts'
import { amount, integer, type Kind, orNull } from '../../sql/kind.ts'
import { newId } from '../../sql/new-id.ts'
import { NotAllowed } from '../../sql/not-allowed.ts'
import { listed } from '../../sql/listed.ts'
import { type Listed, type Onward, type Page, type Window, windowOf } from '../../sql/page.ts'
import { paged } from '../../sql/paged.ts'
import { everywhere } from '../../sql/place.ts'
import { sql } from '../../sql/query.ts'
import { greatest } from '../../sql/revision.ts'
import { integers } from '../../sql/sortable.ts'
import { assigned, computed, into, selected, slot, values } from '../../sql/table.ts'
import { DOWN, DOWN_GROWING, walkByValue } from '../../sql/walk.ts'
import type { SessionRow } from './rows.ts'
import { sessionsTable as sessions } from './tables.ts'

const known: Kind<number | null> = { ...orNull(integer), into: (mark, dialect) => (dialect === 'postgres' ? `${mark}::bigint` : mark) }

/** What is left out is null; `id` is a new one. */
export type NewSession = Pick<SessionRow, 'user_id'> & Partial<Pick<SessionRow, 'id' | 'agent_id' | 'name'>>

const insert = sql`INSERT INTO ${sessions} (${into(sessions)}) VALUES (${values(sessions)})`
const byId = sql`WHERE id = ${values(sessions, 'id')}`
const ofUser = sql`user_id = ${values(sessions, 'user_id')}`
const select = sql`SELECT ${selected(sessions)} FROM ${sessions} ${byId}`
const selectOwned = sql`${select} AND ${ofUser}`
// Grows with every name, also within one millisecond and over a clock that goes back: who read a session can say which one he read.
const rename = sql`UPDATE ${sessions} SET ${assigned(sessions, 'name')},
  updated_time = ${greatest}(${slot('updated_time', sessions.columns.updated_time)}, updated_time + 1) ${byId}
  AND COALESCE(updated_time = ${slot('known', known)}, TRUE)`
const renameOwned = sql`${rename} AND ${ofUser}`
const remove = sql`DELETE FROM ${sessions} ${byId}`
const removeOwned = sql`${remove} AND ${ofUser}`
const window = sql`LIMIT ${slot('limit', amount)} OFFSET ${slot('offset', amount)}`
const list = sql`SELECT ${selected(sessions)} FROM ${sessions} ORDER BY updated_time DESC, ${arrival} DESC ${window}`
const listOwned = sql`SELECT ${selected(sessions)} FROM ${sessions} WHERE ${ofUser}
  ORDER BY updated_time ${backwards}, ${arrival} ${backwards} ${window}`
const count = sql`SELECT ${computed('total', integer, 'COUNT(*)')} FROM ${sessions}`
const countOwned = sql`${count} WHERE ${ofUser}`
const latestFirst = {
  select: selected(sessions),
  column: everywhere('updated_time'),
  by: integers,
  number: ARRIVAL,
}
const page = walkByValue({
  ...latestFirst,
  going: DOWN,
  list: 'gateway.sessions',
  from: sql`FROM ${sessions} ${byIndex({ sqlite: 'ix_sessions_updated_time', mysql: 'ix_sessions_updated_time_seq' })}`,
})
const pageOwned = walkByValue({
  ...latestFirst,
  going: DOWN_GROWING,
  list: 'gateway.sessions',
  from: sql`FROM ${sessions} ${byIndex({ sqlite: 'ix_sessions_user_id_updated_time', mysql: 'ix_sessions_user_id_updated_time_seq' })}`,
  where: ofUser,
})

/** Rejects with a `DriverError` where the id is taken. */
export async function createSession(on: Handle, given: NewSession): Promise<SessionRow> {
  const now = Date.now()
  const session: SessionRow = {
    id: given.id ?? newId(),
    name: given.name ?? null,
    user_id: given.user_id,
    agent_id: given.agent_id ?? null,
    created_time: now,
    updated_time: now,
  }
  await change(on, insert, session)
  return session
}

/** The last changed first; of those changed in one moment, the one created last is first. `user_id`: only theirs. */
export async function getSessions(
  on: Handle,
  { user_id, ...window }: Window & { readonly user_id?: string } = {},
): Promise<Listed<SessionRow>> {
  return user_id === undefined
    ? listed(on, list, count, windowOf(window))
    : listed(on, listOwned, countOwned, { ...windowOf(window), user_id })
}

/** The same from page to page. One that is changed meanwhile goes to the front of the list, where no later page is. */
export async function getSessionsPage(
  on: Handle,
  { user_id, ...onward }: Onward & { readonly user_id?: string } = {},
): Promise<Page<SessionRow>> {
  return user_id === undefined ? paged(on, page, {}, onward) : paged(on, pageOwned, { user_id }, onward)
}

/** Null where there is none of that id, and, where `user_id` is given, also where it is another's: nobody learns that it exists. */
export async function getSession(on: Handle, id: string, user_id?: string): Promise<SessionRow | null> {
  return user_id === undefined ? first(on, select, { id }) : first(on, selectOwned, { id, user_id })
}

/**
 * Renames it. Null as `getSession`.
 *
 * `updated_time`: of the session as the caller knows it; rejects with `NotAllowed` `conflict` where it has changed since. A message is a
 * change too.
 */
export async function updateSession(
  on: Handle,
  id: string,
  name: string | null,
  user_id?: string,
  { updated_time = null }: { readonly updated_time?: number | null } = {},
): Promise<SessionRow | null> {
  const given = { id, name, updated_time: Date.now(), known: updated_time }
  return on.transaction(async (inside) => {
    const changed = user_id === undefined ? await change(inside, rename, given) : await change(inside, renameOwned, { ...given, user_id })
    const session = await getSession(inside, id, user_id)
    if (changed > 0 || session === null) return session
    throw new NotAllowed('conflict', `The session was changed at ${session.updated_time}, after it was read. Nothing was changed.`)
  })
}

/** With it goes what was said in it. False where there is none of that id, or, where `user_id` is given, it is another's. */
export async function deleteSession(on: Handle, id: string, user_id?: string): Promise<boolean> {
  return (user_id === undefined ? await change(on, remove, { id }) : await change(on, removeOwned, { id, user_id })) > 0
}
