// Owns: migration 004 of the line `agent-state`: sessions in the order of their last use.
// Must not know: the queries' texts.

import { dropIndex } from '../../../sql/drop-index.ts'
import { growing } from '../../../sql/in-order.ts'
import type { Names } from '../../../sql/place.ts'
import { type AgentMigration, script, type ScriptWords } from '../../../sql/script.ts'

/**
 * On PostgreSQL a user's are in another order than an app's, so that they are not looked for among all of the app: see `growing`. The user
 * comes first: the app is often alone in its database, and SQLite, once its statistics say so, asks for no app and sorts.
 */
export function sessionsInOrder(names: Names): AgentMigration {
  return {
    id: '004',
    description: 'Read sessions in the order of their last use',
    createdAt: new Date('2026-11-30T10:00:00.000Z'),
    up: script(names, (words) =>
      INDEXES.map(([name, columns]) => `CREATE INDEX ${words.object(name)} ON ${words.table('sessions')}(${columns(words).join(', ')})`),
    ),
    down: script(names, (words) => INDEXES.toReversed().map(([name]) => dropIndex(words, 'sessions', name))),
  }
}

// On SQLite every index ends in the row's number by itself.
const INDEXES: readonly (readonly [string, (words: ScriptWords) => readonly string[]])[] = [
  ['idx_sessions_app_update_time', ({ dialect }) => ['app_name', 'update_time', ...(dialect === 'sqlite' ? [] : ['seq'])]],
  [
    'idx_sessions_user_app_update_time',
    (words) => ['user_id', 'app_name', growing(words, 'update_time'), ...(words.dialect === 'sqlite' ? [] : [growing(words, 'seq')])],
  ],
]
