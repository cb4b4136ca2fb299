// Owns: migration 002 of the line `agent-state`: what events came to tell about themselves later.
// Must not know: queries.

import type { Names } from '../../../sql/place.ts'
import { type AgentMigration, script } from '../../../sql/script.ts'

/** Three statements, so that where DDL commits by itself a run that was broken off goes on at the one that is missing. */
export function addEventMetadata(names: Names): AgentMigration {
  return {
    id: '002',
    description: 'Add custom, usage and citation metadata to events',
    createdAt: new Date('2026-11-29T10:00:00.000Z'),
    up: script(names, (words) => COLUMNS.map((name) => `ALTER TABLE ${words.table('events')} ADD COLUMN ${name} ${words.json(name)}`)),
    down: script(names, (words) => COLUMNS.toReversed().map((name) => `ALTER TABLE ${words.table('events')} DROP COLUMN ${name}`)),
  }
}

const COLUMNS = ['custom_metadata', 'usage_metadata', 'citation_metadata'] as const
