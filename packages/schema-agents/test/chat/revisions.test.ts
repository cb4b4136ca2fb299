// Owns: two who change one session of a persona.
// Must not know: query texts.

import { expect, test } from 'vitest'
import { chat } from '../../src/index.ts'
import { createSession, getCurrentSessionId, getSession, saveMessage, updateSessionTitle } from '../../src/lines/chat/index.ts'
import { onEveryEngine } from '../on-every-engine.ts'
import { revisionLaws } from '../revisions.ts'

onEveryEngine(chat, (database) => {
  revisionLaws<string>(database, {
    create: (on) => createSession(on, { title: 't' }),
    read: async (on, id) => {
      const found = await getSession(on, Number(id))
      return found === null ? null : { name: found.title, revision: found.updated_at ?? '' }
    },
    rename: (on, id, title, known) => updateSessionTitle(on, Number(id), title, known === undefined ? {} : { updated_at: known }),
    write: (on, id) => saveMessage(on, { message: 'm', is_user: true, session_id: Number(id) }),
    ahead: (on) =>
      on.run(
        `UPDATE chat_sessions SET updated_at = ${on.place.dialect === 'sqlite' ? `'2096-10-02T07:06:40.000Z'` : `'2096-10-02 07:06:40'`}`,
      ),
    unknown: 4_000_000_000,
  })

  test('P-F13: many messages in one session put it no further ahead of the clock than one', async () => {
    const on = database.handle()
    await on.run(
      `UPDATE chat_sessions SET updated_at = ${on.place.dialect === 'sqlite' ? `'2025-11-20 09:37:14'` : `'2025-11-20 09:37:14'`}`,
    )
    const [one, other] = [await createSession(on), await createSession(on)]
    for (let n = 0; n < 200; n++) await saveMessage(on, { message: 'm', is_user: true, session_id: one })
    await saveMessage(on, { message: 'm', is_user: true, session_id: other })
    expect(await getCurrentSessionId(on)).toBe(other)
  })

  if (database.dialect === 'sqlite') {
    test('P-D9: a session of the original is known by the moment that is read of it', async () => {
      const on = database.handle()
      const id = await createSession(on)
      await on.run(`UPDATE chat_sessions SET updated_at = '2025-11-20 09:37:14' WHERE id = ${id}`)
      await expect(updateSessionTitle(on, id, 'x', { updated_at: '2025-11-20T09:37:13.000Z' })).rejects.toThrow('after it was read')
      expect(await updateSessionTitle(on, id, 'x', { updated_at: '2025-11-20T09:37:14.000Z' })).toBe(true)
      expect(await getSession(on, id)).toMatchObject({ title: 'x' })
    })
  }
})
