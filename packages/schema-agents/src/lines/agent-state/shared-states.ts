// Owns: what is remembered of an app and of a user, and how several sessions change it at once.
// Must not know: sessions, events.

import { change, first, type Handle } from '../../sql/handle.ts'
import { locked, orNothing } from '../../sql/conflict.ts'
import { sql } from '../../sql/query.ts'
import { assigned, into, selected, values } from '../../sql/table.ts'
import type { SessionKey, State } from './rows.ts'
import { stateOf } from './state.ts'
import { appStatesTable as apps, userStatesTable as users } from './tables.ts'

const ofApp = sql`WHERE app_name = ${values(apps, 'app_name')}`
const insertApp = sql`INSERT INTO ${apps} (${into(apps)}) VALUES (${values(apps)}) ${orNothing(['app_name'])}`
const lockApp = sql`SELECT ${selected(apps)} FROM ${apps} ${ofApp} ${locked}`
const updateApp = sql`UPDATE ${apps} SET ${assigned(apps, 'state', 'update_time')} ${ofApp}`

const ofUser = sql`WHERE app_name = ${values(users, 'app_name')} AND user_id = ${values(users, 'user_id')}`
const insertUser = sql`INSERT INTO ${users} (${into(users)}) VALUES (${values(users)}) ${orNothing(['app_name', 'user_id'])}`
const lockUser = sql`SELECT ${selected(users)} FROM ${users} ${ofUser} ${locked}`
const updateUser = sql`UPDATE ${users} SET ${assigned(users, 'state', 'update_time')} ${ofUser}`

/**
 * Inside of a transaction that has locked its session. The app's row is locked before the user's; whoever changes nothing of one leaves
 * it alone, so that sessions wait for each other only where they must.
 */
export async function addToShared(
  inside: Handle,
  { app_name, user_id }: Pick<SessionKey, 'app_name' | 'user_id'>,
  { app, user }: { readonly app: State; readonly user: State },
  update_time: Date,
): Promise<void> {
  if (Object.keys(app).length > 0) {
    await change(inside, insertApp, { app_name, state: {}, update_time })
    const row = await first(inside, lockApp, { app_name })
    await change(inside, updateApp, { app_name, state: { ...stateOf(row?.state ?? {}), ...app }, update_time })
  }
  if (Object.keys(user).length > 0) {
    await change(inside, insertUser, { app_name, user_id, state: {}, update_time })
    const row = await first(inside, lockUser, { app_name, user_id })
    await change(inside, updateUser, { app_name, user_id, state: { ...stateOf(row?.state ?? {}), ...user }, update_time })
  }
}
