// Owns: messages by their words.
// Must not know: how words are found, memories.

import type { Searchable } from '../../search/pages.ts'
import { all, type Scope } from '../../search/scope.ts'
import { type Found, search } from '../../search/search.ts'
import type { Handle } from '../../sql/handle.ts'
import { backwards } from '../../sql/in-order.ts'
import { integer } from '../../sql/kind.ts'
import { sql } from '../../sql/query.ts'
import { slot } from '../../sql/table.ts'
import type { ChatMessageRow } from '../chat/rows.ts'
import { messages } from '../chat/tables.ts'
import { messageIndex } from './indexes.ts'

export interface FindMessages extends Found {
  /** Of all sessions unless given. */
  readonly session_id?: number
}

const searchable: Searchable<typeof messages.columns> = { index: messageIndex, table: messages, textOf: ({ message }) => message }
const ofSession: Scope<{ readonly session_id: number }> = {
  of: 'session',
  condition: sql`AND m.session_id = ${slot('session_id', integer)}`,
  index: 'idx_session_id',
  descending: backwards,
}

/** Those that have all the words of `words`, newest first: see the document for what a word is. None where `words` has none. */
export async function searchMessages(on: Handle, words: string, find: FindMessages = {}): Promise<readonly ChatMessageRow[]> {
  const { session_id } = find
  return session_id === undefined
    ? search(on, searchable, words, all, {}, find)
    : search(on, searchable, words, ofSession, { session_id }, find)
}
