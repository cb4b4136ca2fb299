// Owns: messages by their words.
// Must not know: how words are found, memories.

import type { Searchable } from '../../search/pages.ts'
import { all, type Scope } from '../../search/scope.ts'
import { type Found, search } from '../../search/search.ts'
import type { Handle } from '../../sql/handle.ts'
import { backwards } from '../../sql/in-order.ts'
import { integer } from '../../sql/kind.ts'
import { sql } from '../../sql/query.ts'
import { slot, table } from '../../sql/table.ts'
import type { Message } from '../assistants/messages.ts'
import { messages, sessions } from '../assistants/tables.ts'
import { messageIndex } from './indexes.ts'

/** `before`: the `seq` of the last one of the page before. */
export interface FindMessages extends Found {
  /** Of all sessions unless given. */
  readonly session_id?: string
}

const numbered = table(messages.name, { ...messages.columns, seq: integer })
const searchable: Searchable<typeof numbered.columns> = {
  index: messageIndex,
  table: numbered,
  textOf: ({ text_content }) => text_content ?? '',
}
const ofSession: Scope<{ readonly session_id: string }> = {
  of: 'session',
  condition: sql`AND m.session_id = ${slot('session_id', sessions.columns.id)}`,
  index: 'idx_messages_session',
  descending: backwards,
}

/** Those whose text has all the words of `words`, newest first: see the document for what a word is. None where `words` has none. */
export async function searchMessages(on: Handle, words: string, find: FindMessages = {}): Promise<readonly Message[]> {
  const { session_id } = find
  return session_id === undefined
    ? search(on, searchable, words, all, {}, find)
    : search(on, searchable, words, ofSession, { session_id }, find)
}
