// Owns: the end of sessions that nobody has used for long.
// Must not know: how long that is, when it is asked for, clients.

import { arrival } from '../../sql/arrival.ts'
import { all, change, type Handle } from '../../sql/handle.ts'
import { amount, integer, text } from '../../sql/kind.ts'
import { sql } from '../../sql/query.ts'
import { computed, slot, values } from '../../sql/table.ts'
import { sessionsTable as sessions } from './tables.ts'

const older = sql`updated_time < ${slot('before', integer)}`
const oldest = sql`SELECT ${computed('id', text, 'id')} FROM ${sessions} WHERE ${older} ORDER BY updated_time, ${arrival} LIMIT ${slot('limit', amount)}`
// Asked once more: one that was used meanwhile stays.
const remove = sql`DELETE FROM ${sessions} WHERE id = ${values(sessions, 'id')} AND ${older}`

/**
 * Deletes at most `limit` sessions that were last used before `moment`, the oldest first, each with its messages in a statement of its
 * own, so that nobody waits for all of them. Returns how many; one that was used meanwhile is not among them.
 */
export async function deleteSessionsOlderThan(on: Handle, moment: Date, limit = 1000): Promise<number> {
  const before = moment.getTime()
  let deleted = 0
  for (const { id } of await all(on, oldest, { before, limit })) deleted += await change(on, remove, { id, before })
  return deleted
}
