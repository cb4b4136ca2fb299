// Owns: old messages that go while their session stays.
// Must not know: memories, which are what stays of them.

import { change, first, type Handle } from '../../sql/handle.ts'
import { amount, integer } from '../../sql/kind.ts'
import { backwards } from '../../sql/in-order.ts'
import { sql } from '../../sql/query.ts'
import { computed, slot, values } from '../../sql/table.ts'
import { lockSession } from './sessions.ts'
import { messages } from './tables.ts'

const ofSession = sql`FROM ${messages} WHERE session_id = ${values(messages, 'session_id')}`
const older = sql`DELETE ${ofSession} AND id < ${slot('before', integer)}`
const newestLeftOut = sql`SELECT ${computed('id', integer, 'id')} ${ofSession} ORDER BY id ${backwards} LIMIT 1 OFFSET ${slot('keep', amount)}`

/** Those with a lower id. Ranges and markers stay: what a memory stands for may be gone. Returns how many there were. */
export async function deleteMessagesBefore(on: Handle, session_id: number, id: number): Promise<number> {
  return on.transaction(async (inside) => {
    await lockSession(inside, session_id)
    return change(inside, older, { session_id, before: id })
  })
}

/** All but the last `keep`. Returns how many there were. */
export async function keepLastMessages(on: Handle, session_id: number, keep: number): Promise<number> {
  return on.transaction(async (inside) => {
    await lockSession(inside, session_id)
    const last = await first(inside, newestLeftOut, { session_id, keep })
    return last === null ? 0 : change(inside, older, { session_id, before: last.id + 1 })
  })
}
