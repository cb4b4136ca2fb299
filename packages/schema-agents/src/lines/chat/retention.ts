// Owns: old messages that go while their session stays.
// Must not know: memories, which are what stays of them.

import { serial } from '../../search/search-index.ts'
import { equal } from '../../sql/given.ts'
import type { Handle } from '../../sql/handle.ts'
import { older } from '../../sql/older.ts'
import { type Retention, retention } from '../../sql/retention.ts'
import { lockSession } from './sessions.ts'
import { messages } from './tables.ts'

const old: Retention<number> = retention({
  table: messages,
  number: serial,
  older: older('timestamp'),
  ofSession: (session_id) => equal('session_id', messages.columns.session_id, session_id),
  index: 'idx_session_id',
  hold: lockSession,
})

/**
 * Those saved before that moment, of all sessions or of one; returns how many. Ranges and markers stay: what a memory stands for may be
 * gone. A thousand at a time: outside of a transaction, what is deleted stays so when the rest fails, and the next call goes on.
 */
export async function deleteMessagesBefore(on: Handle, moment: Date | string, session_id?: number): Promise<number> {
  return old.deleteBefore(on, moment, session_id)
}

/** Those of a session with a lower id. Ranges and markers stay. Returns how many there were. */
export async function deleteMessagesBeforeId(on: Handle, session_id: number, id: number): Promise<number> {
  return old.deleteBeforeNumber(on, session_id, id)
}

/** All but the last `keep` of a session; returns how many. Who appends meanwhile waits, and what he appends stays. */
export async function keepLastMessages(on: Handle, session_id: number, keep: number): Promise<number> {
  return old.keepLast(on, session_id, keep)
}
