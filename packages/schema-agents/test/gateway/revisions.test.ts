// Owns: two who change one session of a gateway.
// Must not know: query texts.

import { expect, test } from 'vitest'
import { gateway } from '../../src/index.ts'
import { createSession, getSession, storeChatMessage, updateSession } from '../../src/lines/gateway/index.ts'
import { onEveryEngine } from '../on-every-engine.ts'
import { revisionLaws } from '../revisions.ts'

onEveryEngine(gateway, (database) => {
  revisionLaws<number>(database, {
    create: async (on) => (await createSession(on, { user_id: 'ann' })).id,
    read: async (on, id) => {
      const found = await getSession(on, String(id))
      return found === null ? null : { name: found.name, revision: found.updated_time }
    },
    rename: async (on, id, name, known) =>
      (await updateSession(on, String(id), name, 'ann', known === undefined ? {} : { updated_time: known })) !== null,
    write: (on, id) => storeChatMessage(on, String(id), { message: 'm', sender_type: 'user', sender_name: 'ann' }),
    ahead: (on) => on.run('UPDATE sessions SET updated_time = 4000000000000'),
    unknown: 'nobody',
  })

  test('somebody else’s session is none, and in no conflict', async () => {
    const on = database.handle()
    const { id } = await createSession(on, { user_id: 'ann' })
    expect(await updateSession(on, id, 'x', 'bob', { updated_time: 1 })).toBeNull()
    expect(await getSession(on, id)).toMatchObject({ name: null })
  })
})
