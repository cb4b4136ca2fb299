// Owns: the end of sessions that nobody has used for long, and of old messages whose sessions stay.
// Must not know: how long that is, when it is asked for, clients.

import { arrivalColumn } from '../../search/search-index.ts'
import { arrival } from '../../sql/arrival.ts'
import { locked } from '../../sql/conflict.ts'
import { equal } from '../../sql/given.ts'
import { all, change, first, type Handle } from '../../sql/handle.ts'
import { amount, text } from '../../sql/kind.ts'
import { olderInMilliseconds } from '../../sql/older.ts'
import { sql } from '../../sql/query.ts'
import { type Retention, retention } from '../../sql/retention.ts'
import { computed, slot, values } from '../../sql/table.ts'
import { messagesTable as messages, sessionsTable as sessions } from './tables.ts'

const id = computed('id', text, 'id')
const lockSession = sql`SELECT ${id} FROM ${sessions} WHERE id = ${values(sessions, 'id')} ${locked}`
const old: Retention<string> = retention({
  table: messages,
  number: arrivalColumn,
  older: olderInMilliseconds('created_time'),
  ofSession: (session_id) => equal('session_id', messages.columns.session_id, session_id),
  index: { sqlite: 'ix_chat_messages_session_id', mysql: 'ix_chat_messages_session_id_seq' },
  hold: async (inside, session) => (await first(inside, lockSession, { id: session })) !== null,
})

/**
 * Those stored before that moment, of all sessions or of one; returns how many. When the session was last used does not change. A thousand
 * at a time: outside of a transaction, what is deleted stays so when the rest fails, and the next call goes on.
 */
export async function deleteMessagesBefore(on: Handle, moment: Date | string, session_id?: string): Promise<number> {
  return old.deleteBefore(on, moment, session_id)
}

/** All but the last `keep` of a session; returns how many. Who stores one meanwhile waits, and what he stores stays. */
export async function keepLastMessages(on: Handle, session_id: string, keep: number): Promise<number> {
  return old.keepLast(on, session_id, keep)
}

const unused = olderInMilliseconds('updated_time')
const oldest = sql`SELECT ${id} FROM ${sessions} WHERE ${unused} ORDER BY updated_time, ${arrival} LIMIT ${slot('limit', amount)}`
// Asked once more: one that was used meanwhile stays.
const remove = sql`DELETE FROM ${sessions} WHERE id = ${values(sessions, 'id')} AND ${unused}`

/**
 * Deletes at most `limit` sessions that were last used before `moment`, the oldest first, each with its messages in a statement of its
 * own, so that nobody waits for all of them. Returns how many; one that was used meanwhile is not among them.
 */
export async function deleteSessionsOlderThan(on: Handle, moment: Date | string, limit = 1000): Promise<number> {
  let deleted = 0
  for (const session of await all(on, oldest, { moment, limit })) deleted += await change(on, remove, { id: session.id, moment })
  return deleted
}
