// Owns: old entries of a session's log that go while the session stays.
// Must not know: what stands in them.

import type { Handle } from '../../sql/handle.ts'
import { json } from '../../sql/kind.ts'
import { type Retention, retention } from '../../sql/retention.ts'
import { lockSession } from './sessions.ts'
import { logsTable } from './tables.ts'

const old: Retention<string> = retention({ table: logsTable(json), number: 'id', hold: lockSession })

/** Those with a lower id. Entries that answer one of them stay, without a parent. Returns how many there were. */
export async function deleteSessionLogsBefore(on: Handle, session_id: string, id: number): Promise<number> {
  return old.deleteBefore(on, session_id, id)
}

/** All but the last `keep`. Returns how many there were. */
export async function keepLastSessionLogs(on: Handle, session_id: string, keep: number): Promise<number> {
  return old.keepLast(on, session_id, keep)
}
