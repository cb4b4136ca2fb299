// Owns: memories by their words.
// Must not know: how words are found, messages.

import type { Searchable } from '../../search/pages.ts'
import { type Found, search } from '../../search/search.ts'
import { equal } from '../../sql/given.ts'
import type { Handle } from '../../sql/handle.ts'
import { integer } from '../../sql/kind.ts'
import type { Part } from '../../sql/part.ts'
import { table } from '../../sql/table.ts'
import { memories, sessions, users } from '../assistants/tables.ts'
import type { MemoryRow } from '../assistants/rows.ts'
import { memoryIndex } from './indexes.ts'

/** `before`: the `seq` of the last one of the page before. Null: those that have none; left out: all. */
export interface FindMemories extends Found {
  readonly agent_id?: number | null
  readonly user_id?: string | null
  readonly session_id?: string | null
}

/** With the number that says in which order they came. */
export type FoundMemory = MemoryRow & { readonly seq: number }

const numbered = table(memories.name, { ...memories.columns, seq: integer })
const searchable: Searchable<typeof numbered.columns> = { index: memoryIndex, table: numbered, textOf: ({ content }) => content ?? '' }

/** Those whose content has all the words of `words`, the newest first. None where `words` has none. */
export async function searchMemories(on: Handle, words: string, find: FindMemories = {}): Promise<readonly FoundMemory[]> {
  const conditions = [
    equal('m.agent_id', integer, find.agent_id),
    equal('m.user_id', users.columns.id, find.user_id),
    equal('m.session_id', sessions.columns.id, find.session_id),
  ].filter((condition) => condition !== undefined)
  const condition: Part<object> = {
    write(writer) {
      for (const condition of conditions) {
        writer.text(' AND ')
        condition.write(writer)
      }
    },
  }
  return search(on, searchable, words, { of: 'some', condition }, {}, find)
}
