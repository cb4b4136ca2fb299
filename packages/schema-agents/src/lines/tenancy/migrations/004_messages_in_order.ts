// Owns: migration 004 of the line `tenancy`: the messages of a conversation and those of a tenant in the order in which they were saved.
// Must not know: the queries' texts.

import { dropIndex } from '../../../sql/drop-index.ts'
import { growing } from '../../../sql/in-order.ts'
import type { Names } from '../../../sql/place.ts'
import { type AgentMigration, script, type ScriptWords } from '../../../sql/script.ts'

/** PostgreSQL is left one index for each order; the others are told by name which to take: see `growing` and `byIndex`. */
export function messagesInOrder(names: Names): AgentMigration {
  return {
    id: '004',
    description: 'Read the messages of a conversation and of a tenant in the order in which they were saved',
    createdAt: new Date('2026-11-30T10:30:00.000Z'),
    up: script(names, (words) => [
      ...anew(words, growing(words, 'seq')),
      `CREATE INDEX ${words.object(OF_TENANT)} ON ${words.table('messages')}(tenant_id, ${growing(words, 'seq')})`,
    ]),
    down: script(names, (words) => [dropIndex(words, 'messages', OF_TENANT), ...anew(words, 'seq')]),
  }
}

const OF_TENANT = 'idx_messages_tenant'
const OF_CONVERSATION = 'idx_messages_conversation'

function anew(words: ScriptWords, last: string): readonly string[] {
  if (words.dialect !== 'postgres') return []
  return [
    ...words.dropIndexIfExists(OF_CONVERSATION),
    `CREATE INDEX ${words.object(OF_CONVERSATION)} ON ${words.table('messages')}(tenant_id, conversation_id, ${last})`,
  ]
}
