// Owns: two who change one conversation.
// Must not know: query texts.

import { beforeAll } from 'vitest'
import { tenancy } from '../../src/index.ts'
import {
  createConversation,
  createTenant,
  getConversationByThreadId,
  saveMessage,
  updateConversationTitle,
} from '../../src/lines/tenancy/index.ts'
import { onEveryEngine } from '../on-every-engine.ts'
import { revisionLaws } from '../revisions.ts'

onEveryEngine(tenancy, (database) => {
  beforeAll(async () => void (await createTenant(database.handle(), { id: 'acme', name: 'Acme' })))
  let made = 0

  revisionLaws<string>(database, {
    create: async (on) => (await createConversation(on, 'acme', `user ${(made += 1)}`, `thread ${made}`)).thread_id,
    read: async (on, thread) => {
      const found = await getConversationByThreadId(on, 'acme', String(thread))
      return found === null ? null : { name: found.title, revision: found.updated_at }
    },
    rename: async (on, thread, name, known) =>
      (await updateConversationTitle(on, 'acme', String(thread), name, known === undefined ? {} : { updated_at: known })) !== null,
    write: async (on, thread) => {
      const { id = '' } = (await getConversationByThreadId(on, 'acme', String(thread))) ?? {}
      return saveMessage(on, 'acme', id, { role: 'USER', content: 'm' })
    },
    ahead: (on) =>
      on.run(
        `UPDATE conversations SET updated_at = ${on.place.dialect === 'sqlite' ? `'2096-10-02T07:06:40.000Z'` : `'2096-10-02 07:06:40'`}`,
      ),
    unknown: 'nobody',
  })
})
