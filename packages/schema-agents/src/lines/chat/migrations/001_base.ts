// Owns: migration 001 of the line `chat`: its four tables and the indexes of the document.
// Must not know: the marker and the ranges, which came later.

import { columnName, type Names } from '../../../sql/place.ts'
import { type AgentMigration, script } from '../../../sql/script.ts'

/**
 * What an original database has that never saw one of its own migrations, so that one way leads to the newest tables and not two.
 * A memory outlives its chat, so there is no foreign key from it. Defaults of texts stand in parentheses, or MySQL refuses them.
 */
export function base(names: Names): AgentMigration {
  return {
    id: '001_base',
    description: 'Create db_info, chat_sessions, chat_messages and memories',
    createdAt: new Date('2026-11-29T09:00:00.000Z'),
    up: script(names, (words) => [
      `CREATE TABLE ${words.table('db_info')} (
        ${columnName(words.dialect, 'key')} ${words.id} PRIMARY KEY,
        value ${words.text}
      )${words.options}`,
      `CREATE TABLE ${words.table('chat_sessions')} (
        id ${words.serial},
        title ${words.text} DEFAULT ('Neue Konversation'),
        persona_id ${words.id} DEFAULT 'default',
        created_at ${words.instant} DEFAULT ${words.now},
        updated_at ${words.instant} DEFAULT ${words.now}
      )${words.options}`,
      `CREATE TABLE ${words.table('chat_messages')} (
        id ${words.serial},
        session_id ${words.reference} NOT NULL,
        message ${words.text} NOT NULL,
        is_user ${words.bool} NOT NULL,
        timestamp ${words.instant} DEFAULT ${words.now},
        character_name ${words.text} DEFAULT ('Assistant'),
        FOREIGN KEY (session_id) REFERENCES ${words.table('chat_sessions')}(id) ON DELETE CASCADE
      )${words.options}`,
      `CREATE INDEX ${words.object('idx_session_id')} ON ${words.table('chat_messages')}(session_id)`,
      `CREATE TABLE ${words.table('memories')} (
        id ${words.serial},
        session_id ${words.reference},
        persona_id ${words.id} DEFAULT 'default',
        content ${words.text} NOT NULL,
        created_at ${words.instant} DEFAULT ${words.now},
        is_active ${words.bool} NOT NULL DEFAULT ${words.true}
      )${words.options}`,
      ...OF_MEMORIES.map(([name, column]) => `CREATE INDEX ${words.object(name)} ON ${words.table('memories')}(${column})`),
    ]),
    down: script(names, (words) => [
      ...OF_MEMORIES.toReversed().flatMap(([name]) => words.dropIndexIfExists(name)),
      `DROP TABLE IF EXISTS ${words.table('memories')}`,
      ...words.dropIndexIfExists('idx_session_id'),
      `DROP TABLE IF EXISTS ${words.table('chat_messages')}`,
      `DROP TABLE IF EXISTS ${words.table('chat_sessions')}`,
      `DROP TABLE IF EXISTS ${words.table('db_info')}`,
    ]),
  }
}

const OF_MEMORIES = [
  ['idx_memory_session', 'session_id'],
  ['idx_memory_active', 'is_active'],
  ['idx_memory_persona', 'persona_id'],
] as const
