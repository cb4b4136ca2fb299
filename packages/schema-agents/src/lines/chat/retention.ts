// Owns: old messages that go while their session stays.
// Must not know: memories, which are what stays of them.

import type { Handle } from '../../sql/handle.ts'
import { type Retention, retention } from '../../sql/retention.ts'
import { lockSession } from './sessions.ts'
import { messages } from './tables.ts'

const old: Retention<number> = retention({ table: messages, number: 'id', hold: lockSession })

/** Those with a lower id. Ranges and markers stay: what a memory stands for may be gone. Returns how many there were. */
export async function deleteMessagesBefore(on: Handle, session_id: number, id: number): Promise<number> {
  return old.deleteBefore(on, session_id, id)
}

/** All but the last `keep`. Returns how many there were. */
export async function keepLastMessages(on: Handle, session_id: number, keep: number): Promise<number> {
  return old.keepLast(on, session_id, keep)
}
