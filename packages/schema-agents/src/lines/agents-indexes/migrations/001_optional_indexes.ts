// Owns: migration 001 of the line `agents-indexes`.
// Must not know: the queries' texts.

import { dropIndex } from '../../../sql/drop-index.ts'
import type { Names } from '../../../sql/place.ts'
import { type AgentMigration, script } from '../../../sql/script.ts'

const INDEXES = [
  ['idx_sessions_status_created_at', 'sessions', 'status, created_at'],
  ['idx_session_logs_session_id_type', 'session_logs', 'session_id, type'],
  ['idx_agents_type_name', 'agents', 'type, name'],
] as const

export function optionalIndexes(names: Names): AgentMigration {
  return {
    id: '001_optional_indexes',
    description: 'Read sessions by status, session logs by type and agents by type',
    createdAt: new Date('2026-11-29T13:00:00.000Z'),
    up: script(names, ({ object, table }) =>
      INDEXES.map(([name, of, columns]) => `CREATE INDEX ${object(name)} ON ${table(of)}(${columns})`),
    ),
    down: script(names, (words) => INDEXES.toReversed().map(([name, of]) => dropIndex(words, of, name))),
  }
}
