// Owns: migration 002 of the line `tenancy`: the tables `conversations` and `messages`.
// Must not know: queries.

import type { Names } from '../../../sql/place.ts'
import { type AgentMigration, script } from '../../../sql/script.ts'

/**
 * A thread is its tenant's (R7), and so are the messages: their key is the pair of tenant and conversation, so that no message can be
 * in one tenant's conversation and carry another's id. Roles and statuses are texts: a native type or a `CHECK` makes of every new
 * word a migration on each engine.
 */
export function conversationTables(names: Names): AgentMigration {
  return {
    id: '002',
    description: 'Create conversations and messages tables',
    createdAt: new Date('2026-11-29T10:00:00.000Z'),
    up: script(names, (words) => [
      `CREATE TABLE ${words.table('conversations')} (
        id ${words.id} PRIMARY KEY,
        tenant_id ${words.id} NOT NULL,
        user_id ${words.id} NOT NULL,
        thread_id ${words.name(255)} NOT NULL,
        title ${words.text},
        status ${words.name(32)} NOT NULL DEFAULT 'ACTIVE',
        metadata ${words.json('metadata')},
        is_deleted ${words.bool} NOT NULL DEFAULT ${words.false},
        deleted_at ${words.instant},
        created_at ${words.instant} NOT NULL DEFAULT ${words.now},
        updated_at ${words.instant} NOT NULL DEFAULT ${words.now}${words.rowNumber},
        CONSTRAINT ${words.object('uq_conversations_thread_id')} UNIQUE (tenant_id, thread_id),
        CONSTRAINT ${words.object('uq_conversations_tenant_id')} UNIQUE (tenant_id, id),
        FOREIGN KEY (tenant_id) REFERENCES ${words.table('tenants')}(id) ON DELETE CASCADE
      )${words.options}`,
      // On SQLite every index ends in the row's number by itself.
      `CREATE INDEX ${words.object('idx_conversations_user')} ON ${words.table('conversations')}(tenant_id, user_id, is_deleted, updated_at${words.rowNumber === '' ? '' : ', seq'})`,
      `CREATE TABLE ${words.table('messages')} (
        seq ${words.serial},
        id ${words.id} NOT NULL,
        tenant_id ${words.id} NOT NULL,
        conversation_id ${words.id} NOT NULL,
        role ${words.name(32)} NOT NULL,
        content ${words.text} NOT NULL,
        metadata ${words.json('metadata')},
        created_at ${words.instant} NOT NULL DEFAULT ${words.now},
        updated_at ${words.instant} NOT NULL DEFAULT ${words.now},
        CONSTRAINT ${words.object('uq_messages_id')} UNIQUE (tenant_id, conversation_id, id),
        FOREIGN KEY (tenant_id, conversation_id) REFERENCES ${words.table('conversations')}(tenant_id, id) ON DELETE CASCADE
      )${words.options}`,
      `CREATE INDEX ${words.object('idx_messages_conversation')} ON ${words.table('messages')}(tenant_id, conversation_id, seq)`,
    ]),
    down: script(names, (words) => [
      ...words.dropIndexIfExists('idx_messages_conversation'),
      `DROP TABLE IF EXISTS ${words.table('messages')}`,
      ...words.dropIndexIfExists('idx_conversations_user'),
      `DROP TABLE IF EXISTS ${words.table('conversations')}`,
    ]),
  }
}
