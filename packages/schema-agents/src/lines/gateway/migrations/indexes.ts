// Owns: the seven indexes of the line `gateway`, before and after its columns of time had other names.
// Must not know: when they are made.

import { dropIndex } from '../../../sql/drop-index.ts'
import type { ScriptWords } from '../../../sql/script.ts'

export interface Index {
  readonly table: 'sessions' | 'chat_messages'
  readonly columns: readonly string[]
}

/** What the third migration leaves as it is. */
export const LASTING: readonly Index[] = [
  { table: 'sessions', columns: ['user_id'] },
  { table: 'sessions', columns: ['agent_id'] },
  { table: 'chat_messages', columns: ['session_id'] },
]

/** Over the columns `created_at` and `updated_at`, or `created_time` and `updated_time`. */
export function timed(suffix: 'at' | 'time'): readonly Index[] {
  return [
    { table: 'sessions', columns: [`updated_${suffix}`] },
    { table: 'sessions', columns: ['user_id', `updated_${suffix}`] },
    { table: 'chat_messages', columns: [`created_${suffix}`] },
    { table: 'chat_messages', columns: ['session_id', `created_${suffix}`] },
  ]
}

export function created(words: ScriptWords, indexes: readonly Index[]): readonly string[] {
  return indexes.map((index) => `CREATE INDEX ${words.object(nameOf(index))} ON ${words.table(index.table)}(${index.columns.join(', ')})`)
}

/** In reverse order. */
export function dropped(words: ScriptWords, indexes: readonly Index[]): readonly string[] {
  return indexes.toReversed().map((index) => dropIndex(words, index.table, nameOf(index)))
}

function nameOf({ table, columns }: Index): string {
  return `ix_${table}_${columns.join('_')}`
}
