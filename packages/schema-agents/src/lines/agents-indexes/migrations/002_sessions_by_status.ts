// Owns: migration 002 of the line `agents-indexes`: the sessions of one status in the order in which they came.
// Must not know: the queries' texts.

import { dropIndex } from '../../../sql/drop-index.ts'
import { growing } from '../../../sql/in-order.ts'
import { nothingToDoWith } from '../../../sql/nothing-to-do.ts'
import type { Names } from '../../../sql/place.ts'
import { type AgentMigration, script } from '../../../sql/script.ts'

/** On SQLite `idx_sessions_status` ends in `rowid`, which is that order. */
export function sessionsByStatus(names: Names): AgentMigration {
  return {
    id: '002_sessions_by_status',
    description: 'Read the sessions of one status in the order in which they came',
    createdAt: new Date('2026-11-30T10:00:00.000Z'),
    up: script(names, (words) =>
      words.dialect === 'sqlite'
        ? nothingToDoWith(words, 'sessions')
        : [`CREATE INDEX ${words.object(NAME)} ON ${words.table('sessions')}(status, ${growing(words, 'seq')})`],
    ),
    down: script(names, (words) =>
      words.dialect === 'sqlite' ? nothingToDoWith(words, 'sessions') : [dropIndex(words, 'sessions', NAME)],
    ),
  }
}

const NAME = 'idx_sessions_status_arrival'
