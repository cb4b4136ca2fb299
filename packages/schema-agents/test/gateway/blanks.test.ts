// Owns: that a blank behind an id makes nobody somebody else.
// Must not know: why an engine would take them for one.

import { expect, test } from 'vitest'
import { gateway } from '../../src/index.ts'
import { createSession, deleteSession, getChatHistory, getSession, getSessions, storeChatMessage } from '../../src/lines/gateway/index.ts'
import { onEveryEngine } from '../on-every-engine.ts'

onEveryEngine(gateway, (database) => {
  test('S-X14: a user whose id is another’s with a blank behind it neither reads nor writes his sessions', async () => {
    const on = database.handle()
    const { id } = await createSession(on, { user_id: 'ann' })
    const refused = 'user_id takes a text that does not end in a blank.'
    await expect(getSession(on, id, 'ann ')).rejects.toThrow(refused)
    await expect(getSessions(on, { user_id: 'ann ' })).rejects.toThrow(refused)
    await expect(getChatHistory(on, id, 'ann ')).rejects.toThrow(refused)
    await expect(deleteSession(on, id, 'ann ')).rejects.toThrow(refused)
    const said = { message: 'hello', sender_type: 'user', sender_name: null }
    await expect(storeChatMessage(on, id, said, { user_id: 'ann ' })).rejects.toThrow(refused)
    expect(await getChatHistory(on, id, 'ann')).toEqual([])
  })
})
