// Owns: migration 003 of the line `agent-state`: the events of old sessions.
// Must not know: queries.

import { growing } from '../../../sql/in-order.ts'
import { nothingToDoWith } from '../../../sql/nothing-to-do.ts'
import type { Names } from '../../../sql/place.ts'
import { type AgentMigration, script, type ScriptWords } from '../../../sql/script.ts'

/** On PostgreSQL `idx_events_app_user_session_arrival` is the only index that gives the order of a session's events: see `growing`. */
export function arrivalIndex(names: Names): AgentMigration {
  return {
    id: '003',
    description: 'Read events by no index but that of their session',
    createdAt: new Date('2026-11-29T11:00:00.000Z'),
    up: script(names, (words) => anew(words, growing(words, 'seq'))),
    down: script(names, (words) => anew(words, 'seq')),
  }
}

function anew(words: ScriptWords, last: string): readonly string[] {
  if (words.dialect !== 'postgres') return nothingToDoWith(words, 'events')
  const name = 'idx_events_app_user_session_arrival'
  return [
    ...words.dropIndexIfExists(name),
    `CREATE INDEX ${words.object(name)} ON ${words.table('events')}(app_name, user_id, session_id, ${last})`,
  ]
}
