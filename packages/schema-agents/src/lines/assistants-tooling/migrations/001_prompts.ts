// Owns: migration 001 of the line `assistants-tooling`: the table `prompts`.
// Must not know: MCP servers, queries.

import type { Names } from '../../../sql/place.ts'
import { type AgentMigration, script } from '../../../sql/script.ts'

/**
 * At most one prompt of an agent and a key is active, whoever writes. MySQL has no partial index: `active_key` is 1 or null, and a
 * unique index takes two nulls for different. The database computes it, so that no statement can forget it.
 */
export function promptsTable(names: Names): AgentMigration {
  return {
    id: '001_prompts',
    description: 'Create prompts',
    createdAt: new Date('2026-11-29T12:30:00.000Z'),
    up: script(names, (words) => [
      `CREATE TABLE ${words.table('prompts')} (
        id ${words.serial},
        agent_id ${words.reference} NOT NULL,
        prompt_text ${words.text} NOT NULL,
        version ${words.integer} NOT NULL DEFAULT 1,
        is_active ${words.bool} NOT NULL DEFAULT ${words.false},
        is_default_from_code ${words.bool} NOT NULL DEFAULT ${words.false},
        status_key ${words.name(255)} NOT NULL DEFAULT 'default',
        name ${words.name(255)},
        created_at ${words.instant} NOT NULL DEFAULT ${words.now},
        updated_at ${words.instant} NOT NULL DEFAULT ${words.now},
        active_key ${words.integer} GENERATED ALWAYS AS (CASE WHEN is_active THEN 1 END) STORED,
        CONSTRAINT ${words.object('uq_prompts_version')} UNIQUE (agent_id, status_key, version),
        CONSTRAINT ${words.object('uq_prompts_active')} UNIQUE (agent_id, status_key, active_key),
        FOREIGN KEY (agent_id) REFERENCES ${words.table('agents')}(id) ON DELETE CASCADE
      )${words.options}`,
    ]),
    down: script(names, (words) => [`DROP TABLE IF EXISTS ${words.table('prompts')}`]),
  }
}
