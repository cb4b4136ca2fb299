// Owns: the deletion of messages that are no longer wanted.
// Must not know: what is in them, clients.

import { locked } from '../../sql/conflict.ts'
import { among, equal, where } from '../../sql/given.ts'
import { all, change, first, type Handle } from '../../sql/handle.ts'
import { amount, instant, integer, text } from '../../sql/kind.ts'
import { sql } from '../../sql/query.ts'
import { type Retention, retention } from '../../sql/retention.ts'
import { computed, slot, values } from '../../sql/table.ts'
import { messages, sessions } from './tables.ts'

/** Few enough that whoever waits for one deletion does not wait long. */
const AT_ONCE = 1_000

const seq = computed('seq', integer, 'seq')
const lockSession = sql`SELECT ${computed('id', text, 'id')} FROM ${sessions} WHERE id = ${values(sessions, 'id')} ${locked}`
const old: Retention<string> = retention({
  table: messages,
  number: 'seq',
  hold: async (inside, id) => (await first(inside, lockSession, { id })) !== null,
})

/**
 * Those created before that moment, of all sessions or of one; returns how many. A thousand at a time: outside of a transaction, what
 * is deleted stays so when the rest fails, and the next call goes on.
 */
export async function deleteMessagesBefore(on: Handle, moment: Date | string, session_id?: string): Promise<number> {
  const ofSession = equal('session_id', sessions.columns.id, session_id)
  const next = sql`SELECT ${seq} FROM ${messages} WHERE created_at < ${slot('moment', instant)} AND seq > ${slot('after', integer)}
    ${ofSession === undefined ? sql`` : sql`AND ${ofSession}`} ORDER BY seq LIMIT ${slot('limit', amount)}`
  let deleted = 0
  for (let after = 0; ;) {
    const rows = await all(on, next, { moment, after, limit: AT_ONCE })
    const last = rows.at(-1)
    if (last === undefined) return deleted
    const those = where(
      among(
        'seq',
        integer,
        rows.map((row) => row.seq),
      ),
    )
    deleted += await change(on, sql`DELETE FROM ${messages} ${those}`, {})
    after = last.seq
  }
}

/** All but the last `keep` of a session; returns how many. Who appends meanwhile waits, and what he appends stays. */
export async function keepLastMessages(on: Handle, session_id: string, keep: number): Promise<number> {
  return old.keepLast(on, session_id, keep)
}
