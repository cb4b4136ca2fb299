// Owns: session logs by their words.
// Must not know: how words are found.

import { JSON_HEADS, textInJson } from '../../search/json-text.ts'
import type { Searchable } from '../../search/pages.ts'
import { all, type Scope } from '../../search/scope.ts'
import { type Found, search } from '../../search/search.ts'
import type { Handle } from '../../sql/handle.ts'
import { backwards } from '../../sql/in-order.ts'
import { json } from '../../sql/kind.ts'
import { sql } from '../../sql/query.ts'
import { slot } from '../../sql/table.ts'
import type { SessionLog } from '../agents/session-logs.ts'
import { logsTable } from '../agents/tables.ts'
import { logIndex } from './indexes.ts'

export interface FindSessionLogs extends Found {
  /** Of all sessions unless given. */
  readonly session_id?: string
}

const logs = logsTable(json)
const searchable: Searchable<typeof logs.columns> = {
  index: logIndex,
  table: logs,
  textOf: ({ content }) => textInJson(content),
  heads: JSON_HEADS,
}
const ofSession: Scope<{ readonly session_id: string }> = {
  of: 'session',
  condition: sql`AND m.session_id = ${slot('session_id', logs.columns.session_id)}`,
  index: 'idx_session_logs_session_id',
  descending: backwards,
}

/**
 * Those whose `content` has all the words of `words` in its texts, newest first. None where `words` has none. The content is read as
 * `JSON.stringify` writes it: a letter that somebody else wrote as `\u00e9` is none.
 */
export async function searchSessionLogs(on: Handle, words: string, find: FindSessionLogs = {}): Promise<readonly SessionLog[]> {
  const { session_id } = find
  return session_id === undefined
    ? search(on, searchable, words, all, {}, find)
    : search(on, searchable, words, ofSession, { session_id }, find)
}
