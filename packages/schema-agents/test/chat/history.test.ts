// Owns: P-F7, P-F8, P-X1, P-X2, P-D9, P-D10: messages as they are read, on every engine.
// Must not know: query texts.

import { describe, expect, test } from 'vitest'
import { chat, type Handle } from '../../src/index.ts'
import {
  createSession,
  deleteMemory,
  getChatHistory,
  getConversationContext,
  messagesAfter,
  messagesBefore,
  saveMemory,
  saveMessage,
  setLastMemoryMessageId,
  toggleMemoryStatus,
} from '../../src/lines/chat/index.ts'
import { onEveryEngine } from '../on-every-engine.ts'
import { conversation, emptied } from './emptied.ts'

async function texts(on: Handle, window: Parameters<typeof getChatHistory>[1]): Promise<readonly string[]> {
  return (await getChatHistory(on, window)).map(({ message }) => message)
}

/** The positions, from 1, of the messages that a memory stands for. */
async function memorized(on: Handle, session_id: number): Promise<readonly number[]> {
  return (await getChatHistory(on, { session_id })).flatMap((message, n) => (message.memorized ? [n + 1] : []))
}

onEveryEngine(chat, (database) => {
  emptied(database)

  describe('the history', () => {
    test('P-F7: the newest after an offset, oldest first; thirty unless it is said', async () => {
      const on = database.handle()
      const { session_id } = await conversation(on, 'ua'.repeat(20))
      expect(await texts(on, { session_id, limit: 3 })).toEqual(['m37', 'm38', 'm39'])
      expect(await texts(on, { session_id, limit: 3, offset: 36 })).toEqual(['m1', 'm2', 'm3'])
      expect(await texts(on, { session_id, limit: 3, offset: 38 })).toEqual(['m0', 'm1'])
      expect(await texts(on, { session_id })).toHaveLength(30)
      expect(await texts(on, { session_id, limit: 0 })).toEqual([])
    })

    test('P-F7: without a session it is that of the newest message, and nothing where there is none', async () => {
      const on = database.handle()
      expect(await getChatHistory(on)).toEqual([])
      const { session_id } = await conversation(on, 'u')
      await conversation(on, 'a')
      await saveMessage(on, { session_id, message: 'later', is_user: true })
      expect(await texts(on, {})).toEqual(['m0', 'later'])
      expect(await getChatHistory(on, { session_id: 999_999_999 })).toEqual([])
    })

    test('P-D9: the order is that of the ids, whatever the clock said', async () => {
      const on = database.handle()
      const { session_id, ids } = await conversation(on, 'uaua')
      await on.run("UPDATE chat_messages SET timestamp = '2020-01-01 00:00:00'")
      await on.run(`UPDATE chat_messages SET timestamp = '2019-01-01 00:00:00' WHERE id = ${ids[3] ?? 0}`)
      expect(await texts(on, { session_id, limit: 2 })).toEqual(['m2', 'm3'])
      expect((await getConversationContext(on, { session_id })).map(({ content }) => content)).toEqual(['m0', 'm1', 'm2', 'm3'])
    })

    test('a moment that an original database wrote is read as all others are', async () => {
      const on = database.handle()
      await conversation(on, 'u')
      await on.run("UPDATE chat_messages SET timestamp = '2026-11-20 09:37:14'")
      expect(await getChatHistory(on)).toMatchObject([{ timestamp: '2026-11-20T09:37:14.000Z' }])
    })

    test.each([{ limit: -1 }, { offset: -1 }, { limit: 1.5 }, { limit: Number.NaN }])('a window of %o is refused', async (window) => {
      const session_id = await createSession(database.handle())
      await expect(getChatHistory(database.handle(), { session_id, ...window })).rejects.toThrow('takes a whole number from 0')
    })
  })

  describe('what is memorized', () => {
    test('P-X2: what lies in the range of an active memory is; turned off it is not, turned on again it is', async () => {
      const on = database.handle()
      const { session_id, ids } = await conversation(on, 'ua'.repeat(5))
      const range = { start_message_id: ids[0] ?? 0, end_message_id: ids[3] ?? 0 }
      const memory = (await saveMemory(on, { session_id, content: 'c', ...range })) ?? 0
      await setLastMemoryMessageId(on, session_id, range.end_message_id)
      expect(await memorized(on, session_id)).toEqual([1, 2, 3, 4])
      expect(await toggleMemoryStatus(on, memory)).toMatchObject({ is_active: false })
      expect(await memorized(on, session_id)).toEqual([])
      expect(await toggleMemoryStatus(on, memory)).toMatchObject({ is_active: true })
      expect(await memorized(on, session_id)).toEqual([1, 2, 3, 4])
    })

    test('P-F7, P-D10: the marker counts only where no memory of the session has a range', async () => {
      const on = database.handle()
      const { session_id, ids } = await conversation(on, 'ua'.repeat(3))
      await saveMemory(on, { session_id, content: 'without a range' })
      await saveMemory(on, { session_id, content: 'with half of one', start_message_id: ids[4] ?? 0 })
      expect(await memorized(on, session_id)).toEqual([])
      await setLastMemoryMessageId(on, session_id, ids[1] ?? 0)
      expect(await memorized(on, session_id)).toEqual([1, 2])
      await setLastMemoryMessageId(on, session_id, 0)
      expect(await memorized(on, session_id)).toEqual([])
      await setLastMemoryMessageId(on, session_id, ids[1] ?? 0)
      const range = { start_message_id: ids[3] ?? 0, end_message_id: ids[4] ?? 0 }
      const memory = await saveMemory(on, { session_id, content: 'with one', ...range })
      expect(await memorized(on, session_id)).toEqual([4, 5])
      await toggleMemoryStatus(on, memory ?? 0)
      expect(await memorized(on, session_id)).toEqual([])
      await deleteMemory(on, memory ?? 0)
      await setLastMemoryMessageId(on, session_id, ids[0] ?? 0)
      expect(await memorized(on, session_id)).toEqual([1])
    })

    test('P-F7: ranges may overlap, and those of another session do not count', async () => {
      const on = database.handle()
      const { session_id, ids } = await conversation(on, 'uauaua')
      const other = await createSession(on)
      await saveMemory(on, { session_id: other, content: 'c', start_message_id: ids[0] ?? 0, end_message_id: ids[5] ?? 0 })
      expect(await memorized(on, session_id)).toEqual([])
      await saveMemory(on, { session_id, content: 'c', start_message_id: ids[0] ?? 0, end_message_id: ids[2] ?? 0 })
      await saveMemory(on, { session_id, content: 'c', start_message_id: ids[2] ?? 0, end_message_id: ids[3] ?? 0 })
      expect(await memorized(on, session_id)).toEqual([1, 2, 3, 4])
      expect(await getChatHistory(on, { session_id, limit: 3 })).toMatchObject([
        { memorized: true },
        { memorized: false },
        { memorized: false },
      ])
    })
  })

  describe('the context', () => {
    test('P-X1, P-F8: several in a row from one side become one, with a blank line in between', async () => {
      const on = database.handle()
      const { session_id } = await conversation(on, 'uuauaa')
      expect(await getConversationContext(on, { session_id, limit: 10 })).toEqual([
        { role: 'user', content: 'm0\n\nm1' },
        { role: 'assistant', content: 'm2' },
        { role: 'user', content: 'm3' },
        { role: 'assistant', content: 'm4\n\nm5' },
      ])
    })

    test('P-X1: the limit is of messages, before they are put together', async () => {
      const on = database.handle()
      const { session_id } = await conversation(on, 'uuauaa')
      expect(await getConversationContext(on, { session_id, limit: 3 })).toEqual([
        { role: 'user', content: 'm3' },
        { role: 'assistant', content: 'm4\n\nm5' },
      ])
      expect(await getConversationContext(on, { session_id, limit: 0 })).toEqual([])
    })

    test('P-X1: one from the assistant stays first; without a session it is the newest one', async () => {
      const on = database.handle()
      expect(await getConversationContext(on)).toEqual([])
      await conversation(on, 'au')
      expect(await getConversationContext(on)).toEqual([
        { role: 'assistant', content: 'm0' },
        { role: 'user', content: 'm1' },
      ])
    })
  })

  test('pages by id neither lose nor repeat a message while others are saved', async () => {
    const on = database.handle()
    const { session_id } = await conversation(on, 'u'.repeat(25))
    const seen: string[] = []
    for (let last = 0; ;) {
      const page = await messagesAfter(on, session_id, last, 10)
      if (page.length === 0) break
      seen.push(...page.map(({ message }) => message))
      last = page.at(-1)?.id ?? 0
      if (seen.length < 30) await saveMessage(on, { session_id, message: `late ${seen.length}`, is_user: false })
    }
    expect(seen.slice(0, 25)).toEqual(Array.from({ length: 25 }, (_, n) => `m${n}`))
    expect(new Set(seen).size).toBe(seen.length)
  })

  test('those before a message are in reading order', async () => {
    const on = database.handle()
    const { session_id, ids } = await conversation(on, 'uauau')
    expect((await messagesBefore(on, session_id, ids[3] ?? 0, 2)).map(({ message }) => message)).toEqual(['m1', 'm2'])
    expect(await messagesBefore(on, session_id, ids[0] ?? 0)).toEqual([])
  })
})
