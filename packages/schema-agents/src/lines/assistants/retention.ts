// Owns: the deletion of messages that are no longer wanted.
// Must not know: what is in them, clients.

import { locked } from '../../sql/conflict.ts'
import { equal } from '../../sql/given.ts'
import { first, type Handle } from '../../sql/handle.ts'
import { text } from '../../sql/kind.ts'
import { older } from '../../sql/older.ts'
import { sql } from '../../sql/query.ts'
import { type Retention, retention } from '../../sql/retention.ts'
import { computed, values } from '../../sql/table.ts'
import { messages, sessions } from './tables.ts'

const lockSession = sql`SELECT ${computed('id', text, 'id')} FROM ${sessions} WHERE id = ${values(sessions, 'id')} ${locked}`
const old: Retention<string> = retention({
  table: messages,
  number: { sqlite: 'seq', postgres: 'seq', mysql: 'seq' },
  older: older('created_at'),
  ofSession: (session_id) => equal('session_id', sessions.columns.id, session_id),
  index: 'idx_messages_session',
  hold: async (inside, id) => (await first(inside, lockSession, { id })) !== null,
})

/**
 * Those created before that moment, of all sessions or of one; returns how many. A thousand at a time: outside of a transaction, what
 * is deleted stays so when the rest fails, and the next call goes on.
 */
export async function deleteMessagesBefore(on: Handle, moment: Date | string, session_id?: string): Promise<number> {
  return old.deleteBefore(on, moment, session_id)
}

/** All but the last `keep` of a session; returns how many. Who appends meanwhile waits, and what he appends stays. */
export async function keepLastMessages(on: Handle, session_id: string, keep: number): Promise<number> {
  return old.keepLast(on, session_id, keep)
}
