// Owns: migration 005 of the line `gateway`: all users' sessions in the order of their last change.
// Must not know: the queries' texts.

import { dropIndex } from '../../../sql/drop-index.ts'
import { nothingToDoWith } from '../../../sql/nothing-to-do.ts'
import type { Names } from '../../../sql/place.ts'
import { type AgentMigration, script } from '../../../sql/script.ts'

/**
 * On SQLite `ix_sessions_updated_time` ends in `rowid`, which is the order of equal moments. On PostgreSQL it is another order than that of
 * `ix_sessions_user_id_updated_time_seq`, so that nobody's own sessions are looked for among all: see `growing`.
 */
export function sessionsInOrder(names: Names): AgentMigration {
  return {
    id: '005',
    description: 'Read the sessions of all users in the order of their last change',
    createdAt: new Date('2026-11-30T10:00:00.000Z'),
    up: script(names, (words) =>
      words.dialect === 'sqlite'
        ? nothingToDoWith(words, 'sessions')
        : [`CREATE INDEX ${words.object(NAME)} ON ${words.table('sessions')}(updated_time, seq)`],
    ),
    down: script(names, (words) =>
      words.dialect === 'sqlite' ? nothingToDoWith(words, 'sessions') : [dropIndex(words, 'sessions', NAME)],
    ),
  }
}

const NAME = 'ix_sessions_updated_time_seq'
