// Owns: migration 001 of the line `agents`: the table `agents` and its indexes.
// Must not know: sessions.

import type { Names } from '../../../sql/place.ts'
import { type AgentMigration, script } from '../../../sql/script.ts'
import { documented, indexed } from '../documented.ts'

/**
 * `CREATE` without `IF NOT EXISTS`: a table of that name which another program made has other columns, and recording
 * this migration over it would be a lie that the first query finds out. It fails instead, and leaves nothing.
 * `DROP` has `IF EXISTS`: an index that somebody dropped by hand is what `down` wants anyway.
 */
export function initialSchema(names: Names): AgentMigration {
  return {
    id: '001',
    description: 'Create initial agents table and indexes',
    createdAt: new Date('2026-11-20T10:00:00.000Z'),
    up: script(names, (words) => [
      `CREATE TABLE ${words.table('agents')} (
        id ${words.id} PRIMARY KEY,
        type ${words.name(64)} NOT NULL DEFAULT 'custom',
        name ${words.name(255)} NOT NULL,
        description ${words.text},
        avatar ${words.text},
        instructions ${words.text},
        model ${words.name(255)} NOT NULL,
        plan_model ${words.name(255)},
        small_model ${words.name(255)},
        built_in_tools ${words.text},
        mcps ${words.text},
        knowledges ${words.text},
        configuration ${words.text},
        accessible_paths ${words.text},
        permission_mode ${words.name(32)} DEFAULT 'readOnly',
        max_steps ${words.integer} DEFAULT 10,
        created_at ${documented(words)},
        updated_at ${documented(words)}${words.rowNumber}
      )${words.options}`,
      ...INDEXED.map(
        (column) => `CREATE INDEX ${words.object(`idx_agents_${column}`)} ON ${words.table('agents')}(${indexed(words, column)})`,
      ),
    ]),
    down: script(names, (words) => [
      ...INDEXED.toReversed().flatMap((column) => words.dropIndexIfExists(`idx_agents_${column}`)),
      `DROP TABLE IF EXISTS ${words.table('agents')}`,
    ]),
  }
}

const INDEXED = ['name', 'type', 'model', 'plan_model', 'small_model', 'permission_mode', 'created_at'] as const
