// Owns: messages by their words.
// Must not know: how words are found.

import type { Searchable } from '../../search/pages.ts'
import { all, type Scope } from '../../search/scope.ts'
import { type Found, search } from '../../search/search.ts'
import { arrivalNumber } from '../../sql/arrival-number.ts'
import type { Handle } from '../../sql/handle.ts'
import { backwards } from '../../sql/in-order.ts'
import { sql } from '../../sql/query.ts'
import { slot, table } from '../../sql/table.ts'
import type { ChatMessageRow } from '../gateway/rows.ts'
import { getSession } from '../gateway/sessions.ts'
import { messagesTable as messages, sessionsTable as sessions } from '../gateway/tables.ts'
import { messageIndex } from './indexes.ts'

/** `before`: the `seq` of the last one of the page before. */
export interface FindMessages extends Found {
  /** Of all sessions unless given. */
  readonly session_id?: string
  /** Of this user's sessions only. Of somebody else's session nothing is read. */
  readonly user_id?: string
}

/** With the number that says in which order they came. */
export type FoundMessage = ChatMessageRow & { readonly seq: number }

const numbered = table(messages.name, { ...messages.columns, seq: arrivalNumber })
const searchable: Searchable<typeof numbered.columns> = { index: messageIndex, table: numbered, textOf: ({ message }) => message }
const ofSession: Scope<{ readonly session_id: string }> = {
  of: 'session',
  condition: sql`AND m.session_id = ${slot('session_id', messages.columns.session_id)}`,
  index: { sqlite: 'ix_chat_messages_session_id', mysql: 'ix_chat_messages_session_id_seq' },
  descending: backwards,
}
const ofUser: Scope<{ readonly user_id: string }> = {
  of: 'some',
  condition: sql`AND m.session_id IN (SELECT s.id FROM ${sessions} s WHERE s.user_id = ${slot('user_id', sessions.columns.user_id)})`,
}

/** Those that have all the words of `words`, newest first: see the document for what a word is. None where `words` has none. */
export async function searchMessages(on: Handle, words: string, find: FindMessages = {}): Promise<readonly FoundMessage[]> {
  const { session_id, user_id } = find
  if (session_id === undefined) {
    return user_id === undefined ? search(on, searchable, words, all, {}, find) : search(on, searchable, words, ofUser, { user_id }, find)
  }
  if (user_id !== undefined && (await getSession(on, session_id, user_id)) === null) return []
  return search(on, searchable, words, ofSession, { session_id }, find)
}
