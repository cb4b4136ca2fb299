// Owns: migration 004 of the line `assistants`: the table `memories`.
// Must not know: queries.

import type { Names } from '../../../sql/place.ts'
import { type AgentMigration, script } from '../../../sql/script.ts'
import { orderedKey } from '../../../sql/ordered-key.ts'

/**
 * A memory goes with its user, its agent and its session. A unique index takes two nulls for different, so that no index over the
 * scope keeps a name unique in it; `name_key` says scope and name in one text. It is not generated: MySQL allows no key that
 * cascades on what a stored column is computed from.
 */
export function memoriesTable(names: Names): AgentMigration {
  return {
    id: '004_memories',
    description: 'Create memories',
    createdAt: new Date('2026-11-29T08:00:00.000Z'),
    up: script(names, (words) => [
      `CREATE TABLE ${words.table('memories')} (
        ${orderedKey(words).first},
        name ${words.name(255)} NOT NULL,
        description ${words.text},
        content ${words.text},
        session_id ${words.id},
        user_id ${words.id},
        agent_id ${words.reference},
        read_mode ${words.name(50)},
        access ${words.name(20)},
        metadata ${words.json('metadata')},
        created_at ${words.instant} NOT NULL DEFAULT ${words.now},
        updated_at ${words.instant} NOT NULL DEFAULT ${words.now},
        name_key ${words.name(700)} UNIQUE${orderedKey(words).last},
        FOREIGN KEY (session_id) REFERENCES ${words.table('sessions')}(id) ON DELETE CASCADE,
        FOREIGN KEY (user_id) REFERENCES ${words.table('users')}(id) ON DELETE CASCADE,
        FOREIGN KEY (agent_id) REFERENCES ${words.table('agents')}(id) ON DELETE CASCADE
      )${words.options}`,
      ...INDEXES.map(([name, columns]) => `CREATE INDEX ${words.object(name)} ON ${words.table('memories')}(${columns})`),
    ]),
    down: script(names, (words) => [
      ...INDEXES.toReversed().flatMap(([name]) => words.dropIndexIfExists(name)),
      `DROP TABLE IF EXISTS ${words.table('memories')}`,
    ]),
  }
}

const INDEXES = [
  ['idx_memories_agent', 'agent_id, user_id, name'],
  ['idx_memories_user', 'user_id, name'],
  ['idx_memories_session', 'session_id, name'],
] as const
