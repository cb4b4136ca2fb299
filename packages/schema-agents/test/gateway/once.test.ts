// Owns: a message of a gateway's session that is stored again, because nobody knows whether it arrived.
// Must not know: query texts.

import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { gateway } from '../../src/index.ts'
import { createSession, createSessionWithMessage, getChatHistory, storeChatMessage } from '../../src/lines/gateway/index.ts'
import { onEveryEngine } from '../on-every-engine.ts'

const said = { message: 'hello', sender_type: 'user', sender_name: 'Ann' }

onEveryEngine(gateway, (database) => {
  test('S-F7: with an id of the caller’s a message that is stored again is there once', async () => {
    const on = database.handle()
    const { id: session_id } = await createSession(on, { user_id: 'ann' })
    const id = randomUUID()
    const stored = await storeChatMessage(on, session_id, { ...said, id })
    expect(stored).toEqual({ message_id: id, session_id })
    expect(await storeChatMessage(on, session_id, { ...said, id })).toEqual(stored)
    expect(await getChatHistory(on, session_id)).toMatchObject([{ ...said, id }])
  })

  test('S-F7: of ten who store it at once all are told the same, and it is there once', async () => {
    const { id: session_id } = await createSession(database.handle(), { user_id: 'ann' })
    const id = randomUUID()
    const connections = await Promise.all(Array.from({ length: 10 }, database.another))
    const told = await Promise.all(connections.map((on) => storeChatMessage(on, session_id, { ...said, id })))
    expect(new Set(told.map((each) => each?.message_id))).toEqual(new Set([id]))
    expect(await getChatHistory(database.handle(), session_id)).toHaveLength(1)
  })

  test('S-F7: another message under an id that is taken, in this session or another, is a conflict and leaves nothing', async () => {
    const on = database.handle()
    const [one, two] = [await createSession(on, { user_id: 'ann' }), await createSession(on, { user_id: 'ann' })]
    const id = randomUUID()
    await storeChatMessage(on, one.id, { ...said, id })
    for (const [session, message] of [
      [one.id, 'other'],
      [two.id, 'hello'],
    ] as const)
      await expect(storeChatMessage(on, session, { ...said, message, id })).rejects.toMatchObject({ rule: 'conflict' })
    expect(await getChatHistory(on, one.id)).toHaveLength(1)
    expect(await getChatHistory(on, two.id)).toEqual([])
  })

  test('S-F2: the first message of a session has the id that it was given', async () => {
    const on = database.handle()
    const id = randomUUID()
    const { message_id } = await createSessionWithMessage(on, { user_id: 'ann' }, { message: 'hello', id })
    expect(message_id).toBe(id)
  })
})
