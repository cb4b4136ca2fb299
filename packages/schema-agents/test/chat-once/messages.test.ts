// Owns: messages that are saved once, on every engine. What holds for every append is tested with `agents-once`.
// Must not know: how that is remembered.

import { migrateLines } from '@godwit/core'
import { beforeAll, expect, test } from 'vitest'
import { chat, chatOnce } from '../../src/index.ts'
import { createSession, deleteSession, getMessageCount } from '../../src/lines/chat/index.ts'
import { saveMessagesOnce } from '../../src/lines/chat-once/index.ts'
import { onEveryEngine } from '../on-every-engine.ts'

onEveryEngine(chat, (database) => {
  beforeAll(async () => {
    await migrateLines(database.driver(), [chat, chatOnce])
  })

  test('a second time with the key nothing is saved, and other messages under it are refused', async () => {
    const on = database.handle()
    const session = await createSession(on)
    const messages = [
      { message: 'hello', is_user: true },
      { message: '', is_user: false, character_name: null },
    ]
    const ids = await saveMessagesOnce(on, session, 'turn-1', messages)
    expect(ids).toHaveLength(2)
    expect(await saveMessagesOnce(on, session, 'turn-1', messages)).toEqual(ids)
    await expect(saveMessagesOnce(on, session, 'turn-1', messages.slice(1))).rejects.toMatchObject({ rule: 'conflict' })
    expect(await getMessageCount(on, session)).toBe(2)
    expect(await deleteSession(on, session)).toBe(true)
    expect(await saveMessagesOnce(on, session, 'turn-1', messages)).toBeNull()
  })

  test('of ten who save under one key at once, one does', async () => {
    const session = await createSession(database.handle())
    const handles = await Promise.all(Array.from({ length: 10 }, () => database.another()))
    const heard = await Promise.all(handles.map((on) => saveMessagesOnce(on, session, 'k', [{ message: 'm', is_user: true }])))
    expect(new Set(heard.map((ids) => JSON.stringify(ids))).size).toBe(1)
    expect(await getMessageCount(database.handle(), session)).toBe(1)
  })
})
