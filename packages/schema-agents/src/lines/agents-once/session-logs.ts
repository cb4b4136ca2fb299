// Owns: entries that are appended to a session once, however often it is tried.
// Must not know: how that is remembered.

import { type AppendOnce, appendingOnce } from '../../once/append-once.ts'
import { appendSessionLogs, type NewSessionLog } from '../agents/session-logs.ts'
import { lockSession } from '../agents/sessions.ts'
import { appends } from './tables.ts'

/**
 * As `appendSessionLogs`. Again with the same `key` it writes nothing and returns the same ids, whatever has become of those entries.
 * `key`: the caller's own, 1 to 191 characters. Rejects with `NotAllowed` `conflict` where it was used for other entries.
 */
export const appendSessionLogsOnce: AppendOnce<string, NewSessionLog> = appendingOnce(appends, {
  hold: lockSession,
  append: appendSessionLogs,
})
