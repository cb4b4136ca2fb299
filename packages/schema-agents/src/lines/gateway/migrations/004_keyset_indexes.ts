// Owns: migration 004 of the line `gateway`: messages and sessions in the order in which they came.
// Must not know: the queries' texts.

import { dropIndex } from '../../../sql/drop-index.ts'
import { growing } from '../../../sql/in-order.ts'
import { nothingToDoWith } from '../../../sql/nothing-to-do.ts'
import type { Names } from '../../../sql/place.ts'
import { type AgentMigration, script } from '../../../sql/script.ts'

/** On SQLite every index ends in `rowid`, which is that order. */
export function keysetIndexes(names: Names): AgentMigration {
  return {
    id: '004',
    description: 'Read messages and sessions in the order in which they came',
    createdAt: new Date('2026-11-29T11:00:00.000Z'),
    up: script(names, (words) =>
      words.dialect === 'sqlite'
        ? nothingToDoWith(words, 'sessions')
        : INDEXES.map(
            ([name, table, first, columns]) =>
              `CREATE INDEX ${words.object(name)} ON ${words.table(table)}(${[first, ...columns.map((column) => growing(words, column))].join(', ')})`,
          ),
    ),
    down: script(names, (words) =>
      words.dialect === 'sqlite'
        ? nothingToDoWith(words, 'sessions')
        : INDEXES.toReversed().map(([name, table]) => dropIndex(words, table, name)),
    ),
  }
}

const INDEXES = [
  ['ix_chat_messages_session_id_seq', 'chat_messages', 'session_id', ['seq']],
  ['ix_sessions_user_id_updated_time_seq', 'sessions', 'user_id', ['updated_time', 'seq']],
] as const
