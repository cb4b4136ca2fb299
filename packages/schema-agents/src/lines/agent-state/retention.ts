// Owns: old events of a session that go while the session and its state stay.
// Must not know: what stands in them.

import { arrivalColumn } from '../../search/search-index.ts'
import { locked } from '../../sql/conflict.ts'
import { equal } from '../../sql/given.ts'
import { first, type Handle } from '../../sql/handle.ts'
import { text } from '../../sql/kind.ts'
import { older } from '../../sql/older.ts'
import { sql } from '../../sql/query.ts'
import { type Retention, retention } from '../../sql/retention.ts'
import { computed, values } from '../../sql/table.ts'
import type { SessionKey } from './rows.ts'
import { eventsTable as events, sessionsTable as sessions } from './tables.ts'

const lock = sql`SELECT ${computed('id', text, 'id')} FROM ${sessions}
  WHERE app_name = ${values(sessions, 'app_name')} AND user_id = ${values(sessions, 'user_id')} AND id = ${values(sessions, 'id')} ${locked}`
const old: Retention<SessionKey> = retention({
  table: events,
  number: arrivalColumn,
  older: older('timestamp'),
  ofSession: ({ app_name, user_id, id }) =>
    sql`${equal('app_name', events.columns.app_name, app_name)} AND ${equal('user_id', events.columns.user_id, user_id)}
      AND ${equal('session_id', events.columns.session_id, id)}`,
  index: 'idx_events_app_user_session_arrival',
  hold: async (inside, { app_name, user_id, id }) => (await first(inside, lock, { app_name, user_id, id })) !== null,
})

/**
 * Those whose `timestamp` is before that moment, of all sessions or of one; returns how many. The state that they made stays. A thousand
 * at a time: outside of a transaction, what is deleted stays so when the rest fails, and the next call goes on.
 */
export async function deleteEventsBefore(on: Handle, moment: Date | string, session?: SessionKey): Promise<number> {
  return old.deleteBefore(on, moment, session)
}

/** All but the last `keep` of a session; returns how many. Who appends meanwhile waits, and what he appends stays. */
export async function keepLastEvents(on: Handle, session: SessionKey, keep: number): Promise<number> {
  return old.keepLast(on, session, keep)
}
