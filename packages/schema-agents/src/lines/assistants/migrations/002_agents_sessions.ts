// Owns: migration 002 of the line `assistants`: the tables `agents` and `sessions`.
// Must not know: messages, queries.

import type { Names } from '../../../sql/place.ts'
import { type AgentMigration, script } from '../../../sql/script.ts'
import { orderedKey } from '../../../sql/ordered-key.ts'

/**
 * A session outlives its user and its agent. `name_key` is taken by who creates a session under a name, so that of ten who do at once
 * one makes it; the name itself may be there twice, as sessions are renamed.
 */
export function agentsAndSessions(names: Names): AgentMigration {
  return {
    id: '002_agents_sessions',
    description: 'Create agents and sessions',
    createdAt: new Date('2026-11-29T08:00:00.000Z'),
    up: script(names, (words) => [
      `CREATE TABLE ${words.table('agents')} (
        id ${words.serial},
        name ${words.name(255)} NOT NULL UNIQUE,
        type ${words.name(50)} NOT NULL,
        model ${words.name(255)} NOT NULL,
        description ${words.text},
        version ${words.name(50)},
        config ${words.json('config')},
        active ${words.bool} NOT NULL DEFAULT ${words.true},
        run_id ${words.integer} NOT NULL DEFAULT 0,
        system_prompt ${words.text},
        active_default_prompt_id ${words.reference},
        created_at ${words.instant} NOT NULL DEFAULT ${words.now},
        updated_at ${words.instant} NOT NULL DEFAULT ${words.now}
      )${words.options}`,
      `CREATE TABLE ${words.table('sessions')} (
        ${orderedKey(words).first},
        user_id ${words.id},
        agent_id ${words.reference},
        name ${words.name(255)},
        platform ${words.name(50)},
        metadata ${words.json('metadata')},
        run_finished_at ${words.instant},
        created_at ${words.instant} NOT NULL DEFAULT ${words.now},
        updated_at ${words.instant} NOT NULL DEFAULT ${words.now},
        name_key ${words.name(700)} UNIQUE${orderedKey(words).last},
        FOREIGN KEY (user_id) REFERENCES ${words.table('users')}(id) ON DELETE SET NULL,
        FOREIGN KEY (agent_id) REFERENCES ${words.table('agents')}(id) ON DELETE SET NULL
      )${words.options}`,
      ...INDEXES.map(([name, columns]) => `CREATE INDEX ${words.object(name)} ON ${words.table('sessions')}(${columns})`),
    ]),
    down: script(names, (words) => [
      ...INDEXES.toReversed().flatMap(([name]) => words.dropIndexIfExists(name)),
      `DROP TABLE IF EXISTS ${words.table('sessions')}`,
      `DROP TABLE IF EXISTS ${words.table('agents')}`,
    ]),
  }
}

const INDEXES = [
  ['idx_sessions_user', 'user_id, updated_at, seq'],
  ['idx_sessions_agent', 'agent_id, updated_at, seq'],
  ['idx_sessions_updated', 'updated_at, seq'],
  ['idx_sessions_name', 'name'],
] as const
