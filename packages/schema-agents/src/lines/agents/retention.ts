// Owns: old entries of a session's log that go while the session stays.
// Must not know: what stands in them.

import { change, first, type Handle } from '../../sql/handle.ts'
import { backwards } from '../../sql/in-order.ts'
import { amount, integer, json } from '../../sql/kind.ts'
import { sql } from '../../sql/query.ts'
import { computed, slot, values } from '../../sql/table.ts'
import { lockSession } from './sessions.ts'
import { logsTable } from './tables.ts'

const logs = logsTable(json)

const ofSession = sql`FROM ${logs} WHERE session_id = ${values(logs, 'session_id')}`
const older = sql`DELETE ${ofSession} AND id < ${slot('before', integer)}`
const newestLeftOut = sql`SELECT ${computed('id', integer, 'id')} ${ofSession} ORDER BY id ${backwards} LIMIT 1 OFFSET ${slot('keep', amount)}`

/** Those with a lower id. Entries that answer one of them stay, without a parent. Returns how many there were. */
export async function deleteSessionLogsBefore(on: Handle, session_id: string, id: number): Promise<number> {
  return on.transaction(async (inside) => {
    await lockSession(inside, session_id)
    return change(inside, older, { session_id, before: id })
  })
}

/** All but the last `keep`. Returns how many there were. */
export async function keepLastSessionLogs(on: Handle, session_id: string, keep: number): Promise<number> {
  return on.transaction(async (inside) => {
    await lockSession(inside, session_id)
    const last = await first(inside, newestLeftOut, { session_id, keep })
    return last === null ? 0 : change(inside, older, { session_id, before: last.id + 1 })
  })
}
