// Owns: migration 003 of the line `tenancy`: a user's conversations, all or of one status, in the order of their last change.
// Must not know: the queries' texts.

import { dropIndex } from '../../../sql/drop-index.ts'
import type { Names } from '../../../sql/place.ts'
import { type AgentMigration, script, type ScriptWords } from '../../../sql/script.ts'

/**
 * On SQLite the user comes first: where a tenant is nearly alone in its database, SQLite, once its statistics say so, asks for no tenant and
 * sorts what it finds.
 */
export function conversationsInOrder(names: Names): AgentMigration {
  return {
    id: '003',
    description: 'Read conversations of one status in the order of their last change',
    createdAt: new Date('2026-11-30T10:00:00.000Z'),
    up: script(names, (words) => [
      ...(words.dialect === 'sqlite' ? [dropIndex(words, 'conversations', OF_USER), created(words, OF_USER, 'is_deleted')] : []),
      created(words, OF_STATUS, 'status'),
    ]),
    down: script(names, (words) => [
      dropIndex(words, 'conversations', OF_STATUS),
      ...(words.dialect === 'sqlite'
        ? [
            dropIndex(words, 'conversations', OF_USER),
            `CREATE INDEX ${words.object(OF_USER)} ON ${words.table('conversations')}(tenant_id, user_id, is_deleted, updated_at)`,
          ]
        : []),
    ]),
  }
}

const OF_USER = 'idx_conversations_user'
const OF_STATUS = 'idx_conversations_status'

function created(words: ScriptWords, name: string, column: string): string {
  const columns =
    words.dialect === 'sqlite' ? `user_id, tenant_id, ${column}, updated_at` : `tenant_id, user_id, ${column}, updated_at, seq`
  return `CREATE INDEX ${words.object(name)} ON ${words.table('conversations')}(${columns})`
}
