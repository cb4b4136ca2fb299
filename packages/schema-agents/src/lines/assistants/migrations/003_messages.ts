// Owns: migration 003 of the line `assistants`: the table `messages`.
// Must not know: queries.

import type { Names } from '../../../sql/place.ts'
import { type AgentMigration, script, type ScriptWords } from '../../../sql/script.ts'
import { growing } from '../../../sql/in-order.ts'
import { orderedKey } from '../../../sql/ordered-key.ts'

/** Messages go with their session, and outlive their user and their agent. */
export function messagesTable(names: Names): AgentMigration {
  return {
    id: '003_messages',
    description: 'Create messages',
    createdAt: new Date('2026-11-29T08:00:00.000Z'),
    up: script(names, (words) => [
      `CREATE TABLE ${words.table('messages')} (
        ${orderedKey(words).first},
        session_id ${words.id} NOT NULL,
        user_id ${words.id},
        agent_id ${words.reference},
        role ${words.name(20)} NOT NULL,
        text_content ${words.text},
        media_url ${words.text},
        mime_type ${words.text},
        message_type ${words.text},
        raw_payload ${words.json('raw_payload')},
        tool_calls ${words.json('tool_calls')},
        tool_outputs ${words.json('tool_outputs')},
        context ${words.json('context')},
        channel_payload ${words.json('channel_payload')},
        system_prompt ${words.text},
        user_feedback ${words.text},
        flagged ${words.text},
        created_at ${words.instant} NOT NULL DEFAULT ${words.now},
        updated_at ${words.instant} NOT NULL DEFAULT ${words.now}${orderedKey(words).last},
        FOREIGN KEY (session_id) REFERENCES ${words.table('sessions')}(id) ON DELETE CASCADE,
        FOREIGN KEY (user_id) REFERENCES ${words.table('users')}(id) ON DELETE SET NULL,
        FOREIGN KEY (agent_id) REFERENCES ${words.table('agents')}(id) ON DELETE SET NULL
      )${words.options}`,
      ...INDEXES.map(([name, columns]) => `CREATE INDEX ${words.object(name)} ON ${words.table('messages')}(${columns(words)})`),
    ]),
    down: script(names, (words) => [
      ...INDEXES.toReversed().flatMap(([name]) => words.dropIndexIfExists(name)),
      `DROP TABLE IF EXISTS ${words.table('messages')}`,
    ]),
  }
}

// The first is read in the order of the numbers: see `growing`. The last two are for the deletion of a user or an agent, which would read the whole table.
const INDEXES = [
  ['idx_messages_session', (words: ScriptWords) => `session_id, ${growing(words, 'seq')}`],
  ['idx_messages_user', () => 'user_id'],
  ['idx_messages_agent', () => 'agent_id'],
] as const
