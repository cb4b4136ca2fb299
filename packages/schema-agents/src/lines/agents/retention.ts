// Owns: old entries of a session's log that go while the session stays.
// Must not know: what stands in them.

import { serial } from '../../search/search-index.ts'
import { equal } from '../../sql/given.ts'
import type { Handle } from '../../sql/handle.ts'
import { json } from '../../sql/kind.ts'
import { older } from '../../sql/older.ts'
import { type Retention, retention } from '../../sql/retention.ts'
import { lockSession } from './sessions.ts'
import { logsTable } from './tables.ts'

const logs = logsTable(json)
const old: Retention<string> = retention({
  table: logs,
  number: serial,
  older: older('created_at'),
  ofSession: (session_id) => equal('session_id', logs.columns.session_id, session_id),
  index: 'idx_session_logs_session_id',
  hold: lockSession,
})

/**
 * Those created before that moment, of all sessions or of one; returns how many. Entries that answer one of them stay, without a parent.
 * A thousand at a time: outside of a transaction, what is deleted stays so when the rest fails, and the next call goes on.
 */
export async function deleteSessionLogsBefore(on: Handle, moment: Date | string, session_id?: string): Promise<number> {
  return old.deleteBefore(on, moment, session_id)
}

/** Those of a session with a lower id. Entries that answer one of them stay, without a parent. Returns how many there were. */
export async function deleteSessionLogsBeforeId(on: Handle, session_id: string, id: number): Promise<number> {
  return old.deleteBeforeNumber(on, session_id, id)
}

/** All but the last `keep` of a session; returns how many. Who appends meanwhile waits, and what he appends stays. */
export async function keepLastSessionLogs(on: Handle, session_id: string, keep: number): Promise<number> {
  return old.keepLast(on, session_id, keep)
}
