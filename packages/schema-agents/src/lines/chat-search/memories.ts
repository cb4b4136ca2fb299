// Owns: memories by their words.
// Must not know: how words are found, messages.

import type { Searchable } from '../../search/pages.ts'
import { type Found, search } from '../../search/search.ts'
import type { Handle } from '../../sql/handle.ts'
import { bool, integer } from '../../sql/kind.ts'
import type { Part } from '../../sql/part.ts'
import { sql } from '../../sql/query.ts'
import { slot } from '../../sql/table.ts'
import type { MemoryRow } from '../chat/rows.ts'
import { memories } from '../chat/tables.ts'
import { memoryIndex } from './indexes.ts'

export interface FindMemories extends Found {
  /** Of all sessions, and of none, unless given. */
  readonly session_id?: number
  /** @defaultValue false */
  readonly active_only?: boolean
}

const searchable: Searchable<typeof memories.columns> = { index: memoryIndex, table: memories, textOf: ({ content }) => content }
const ofSession = sql`AND m.session_id = ${slot('session_id', integer)}`
const active = sql`AND m.is_active = TRUE`

/** As `searchMessages`. */
export async function searchMemories(on: Handle, words: string, find: FindMemories = {}): Promise<readonly MemoryRow[]> {
  const { session_id, active_only = false } = find
  bool.encode(active_only, 'active_only')
  const also = active_only ? active : sql``
  const condition = (session_id === undefined ? also : sql`${ofSession} ${also}`) as Part<{ readonly session_id?: number | undefined }>
  return search(on, searchable, words, { of: 'some', condition }, { session_id }, find)
}
