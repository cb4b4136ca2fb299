// Owns: migration 001 of the line `chat-once`.
// Must not know: what is appended.

import { appendsIn } from '../../../once/appends.ts'
import type { Names } from '../../../sql/place.ts'
import type { AgentMigration } from '../../../sql/script.ts'
import { appends } from '../tables.ts'

export function rememberAppends(names: Names): AgentMigration {
  return {
    id: '001_remember_appends',
    description: 'Create chat_message_appends',
    createdAt: new Date('2026-11-29T10:30:00.000Z'),
    ...appendsIn(names, appends.table.name, { sessions: 'chat_sessions', session: 'reference' }),
  }
}
