// Owns: old messages that go while their session stays, on every engine.
// Must not know: how messages are stored.

import { expect, test } from 'vitest'
import { gateway, type Handle } from '../../src/index.ts'
import {
  createSession,
  deleteMessagesBefore,
  deleteSessionsOlderThan,
  getChatHistory,
  getSession,
  keepLastMessages,
  messagesAfter,
  storeChatMessage,
} from '../../src/lines/gateway/index.ts'
import { onEveryEngine } from '../on-every-engine.ts'

async function talk(on: Handle, ...said: readonly string[]): Promise<string> {
  const { id } = await createSession(on, { user_id: 'u' })
  for (const message of said) await storeChatMessage(on, id, { message, sender_type: 'user', sender_name: 'n' })
  return id
}

onEveryEngine(gateway, (database) => {
  const said = async (session: string): Promise<string> =>
    (await getChatHistory(database.handle(), session)).map(({ message }) => message).join(' ')

  test('the last messages are kept, all of them, or none, and the session stays as it was', async () => {
    const on = database.handle()
    const [session, other] = [await talk(on, 'a', 'b', 'c', 'd', 'e'), await talk(on, 'x', 'y')]
    const before = await getSession(on, session)
    expect(await keepLastMessages(on, session, 9)).toBe(0)
    expect(await keepLastMessages(on, session, 2)).toBe(3)
    expect([await said(session), await said(other)]).toEqual(['d e', 'x y'])
    expect((await messagesAfter(on, session, null))?.map(({ message }) => message)).toEqual(['d', 'e'])
    await expect(keepLastMessages(on, session, -1)).rejects.toThrow('keep takes a whole number from 0')
    expect(await keepLastMessages(on, session, 0)).toBe(2)
    expect(await getSession(on, session)).toEqual(before)
    expect(await keepLastMessages(on, 'nobody', 0)).toBe(0)
  })

  test('messages from before a moment go, of one session or of all, and no others', async () => {
    const on = database.handle()
    const [one, two] = [await talk(on, 'a', 'b', 'c'), await talk(on, 'a', 'b', 'c')]
    for (const [n, message] of ['a', 'b', 'c'].entries())
      await on.run(`UPDATE chat_messages SET created_time = ${1000 + n} WHERE message = '${message}'`)
    expect(await deleteMessagesBefore(on, new Date(1001), one)).toBe(1)
    expect([await said(one), await said(two)]).toEqual(['b c', 'a b c'])
    expect(await deleteMessagesBefore(on, '1970-01-01T00:00:01.002Z')).toBe(3)
    expect([await said(one), await said(two)]).toEqual(['c', 'c'])
    expect(await deleteMessagesBefore(on, new Date(1002))).toBe(0)
    await expect(deleteMessagesBefore(on, 'yesterday')).rejects.toThrow('moment takes a moment')
    await expect(deleteSessionsOlderThan(on, 'yesterday')).rejects.toThrow('moment takes a moment')
    await on.run(`UPDATE sessions SET updated_time = 7 WHERE id = '${one}'`)
    expect(await deleteSessionsOlderThan(on, '1970-01-01T00:00:00.008Z')).toBe(1)
  })

  test('more messages than one statement takes go all the same, and what others store meanwhile stays', async () => {
    const on = database.handle()
    const session = await talk(on)
    for (let n = 0; n < 2_003; n += 1) {
      const time = n % 1_000 === 0 ? 5_000 : 1
      await on.run(`INSERT INTO chat_messages (id, session_id, message, created_time) VALUES ('many${n}', '${session}', 'm', ${time})`)
    }
    const [writer, keeper] = [await database.another(), await database.another()]
    const [, deleted] = await Promise.all([
      storeChatMessage(writer, session, { message: 'new', sender_type: 'user', sender_name: 'n' }),
      deleteMessagesBefore(keeper, new Date(2), session),
    ])
    expect(deleted).toBe(2_000)
    expect(await said(session)).toBe('m m m new')
  })
})
