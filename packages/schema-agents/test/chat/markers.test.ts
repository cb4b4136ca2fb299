// Owns: P-F11, P-F12, P-F21, P-X13 and what is kept of a session: markers, counters and retention, on every engine.
// Must not know: memories.

import { describe, expect, test } from 'vitest'
import { chat } from '../../src/index.ts'
import {
  countUserMessagesSinceMarker,
  createSession,
  deleteMessagesBefore,
  deleteMessagesBeforeId,
  getChatHistory,
  getLastMemoryMessageId,
  getMaxMessageId,
  getMessageCount,
  getMessagesSinceMarker,
  getTotalMessageCount,
  keepLastMessages,
  saveMemory,
  setLastMemoryMessageId,
} from '../../src/lines/chat/index.ts'
import { onEveryEngine } from '../on-every-engine.ts'
import { conversation, emptied } from './emptied.ts'

onEveryEngine(chat, (database) => {
  emptied(database)

  describe('since the marker', () => {
    test('P-X13, P-F11: the newest of those after it, in order, and how many there are', async () => {
      const on = database.handle()
      const { session_id, ids } = await conversation(on, 'ua'.repeat(125))
      await conversation(on, 'ua')
      await setLastMemoryMessageId(on, session_id, ids[99] ?? 0)
      const since = await getMessagesSinceMarker(on, session_id, 100)
      expect(since).toMatchObject({ total: 150, truncated: true })
      expect(since.messages.map(({ id }) => id)).toEqual(ids.slice(150))
      expect(await countUserMessagesSinceMarker(on, session_id)).toBe(75)

      await setLastMemoryMessageId(on, session_id, null)
      expect(await getMessagesSinceMarker(on, session_id)).toMatchObject({ total: 250, truncated: true })
      expect(await getMessagesSinceMarker(on, session_id, 250)).toMatchObject({ total: 250, truncated: false })
      expect(await countUserMessagesSinceMarker(on, session_id)).toBe(125)

      await setLastMemoryMessageId(on, session_id, (ids.at(-1) ?? 0) + 1)
      expect(await getMessagesSinceMarker(on, session_id)).toEqual({ messages: [], total: 0, truncated: false })
      expect(await countUserMessagesSinceMarker(on, session_id)).toBe(0)
    })

    test('P-F11: of none, of a session that is not there, and a limit that is refused', async () => {
      const on = database.handle()
      const { session_id } = await conversation(on, 'ua')
      expect(await getMessagesSinceMarker(on, session_id, 0)).toEqual({ messages: [], total: 2, truncated: true })
      expect(await getMessagesSinceMarker(on, 999_999_999)).toEqual({ messages: [], total: 0, truncated: false })
      await expect(getMessagesSinceMarker(on, session_id, -1)).rejects.toThrow('takes a whole number from 0')
    })
  })

  test('P-F21: a marker is read back as it was set, 0 too', async () => {
    const on = database.handle()
    const session_id = await createSession(on)
    expect(await getLastMemoryMessageId(on, session_id)).toBeNull()
    for (const marker of [5, 0, null]) {
      expect(await setLastMemoryMessageId(on, session_id, marker)).toBe(true)
      expect(await getLastMemoryMessageId(on, session_id)).toBe(marker)
    }
    expect(await setLastMemoryMessageId(on, 999_999_999, 1)).toBe(false)
    expect(await getLastMemoryMessageId(on, 999_999_999)).toBeNull()
  })

  test('P-F12: counters, of a session and of all, and none where there is nothing', async () => {
    const on = database.handle()
    const { session_id, ids } = await conversation(on, 'uau')
    await conversation(on, 'ua')
    expect(await getMessageCount(on, session_id)).toBe(3)
    expect(await getTotalMessageCount(on)).toBe(5)
    expect(await getMaxMessageId(on, session_id)).toBe(ids[2])
    expect(await countUserMessagesSinceMarker(on, session_id)).toBe(2)
    const empty = await createSession(on)
    expect(await getMessageCount(on, empty)).toBe(0)
    expect(await getMaxMessageId(on, empty)).toBeNull()
  })

  describe('what is kept', () => {
    test('the last few of a session stay, and other sessions keep all', async () => {
      const on = database.handle()
      const { session_id } = await conversation(on, 'uauaua')
      const other = await conversation(on, 'uaua')
      expect(await keepLastMessages(on, session_id, 4)).toBe(2)
      expect((await getChatHistory(on, { session_id })).map(({ message }) => message)).toEqual(['m2', 'm3', 'm4', 'm5'])
      expect(await keepLastMessages(on, session_id, 4)).toBe(0)
      expect(await keepLastMessages(on, session_id, 0)).toBe(4)
      expect(await keepLastMessages(on, session_id, 0)).toBe(0)
      expect(await getMessageCount(on, other.session_id)).toBe(4)
      await expect(keepLastMessages(on, session_id, -1)).rejects.toThrow('takes a whole number from 0')
    })

    test('those from before a moment go, of one session or of all, however the moment is written', async () => {
      const on = database.handle()
      const [one, two] = [await conversation(on, 'uau'), await conversation(on, 'uau')]
      await setLastMemoryMessageId(on, one.session_id, one.ids[0] ?? 0)
      for (const [n, moment] of ['2001-01-01 00:00:00', '2001-01-02 00:00:00', '2001-01-02 00:00:00.001'].entries())
        for (const { ids } of [one, two]) await on.run(`UPDATE chat_messages SET timestamp = '${moment}' WHERE id = ${ids[n] ?? 0}`)
      expect(await deleteMessagesBefore(on, '2001-01-02T00:00:00.000Z', one.session_id)).toBe(1)
      expect([await getMessageCount(on, one.session_id), await getMessageCount(on, two.session_id)]).toEqual([2, 3])
      expect(await getMessagesSinceMarker(on, one.session_id)).toMatchObject({ total: 2 })
      expect(await deleteMessagesBefore(on, new Date('2001-01-02T00:00:00.001Z'))).toBe(3)
      expect([await getMessageCount(on, one.session_id), await getMessageCount(on, two.session_id)]).toEqual([1, 1])
      await expect(deleteMessagesBefore(on, 'yesterday')).rejects.toThrow('moment takes a moment')
    })

    test('those before a message go, and what a memory says of them stays', async () => {
      const on = database.handle()
      const { session_id, ids } = await conversation(on, 'uaua')
      const other = await conversation(on, 'ua')
      await saveMemory(on, { session_id, content: 'c', start_message_id: ids[0] ?? 0, end_message_id: ids[2] ?? 0 })
      await setLastMemoryMessageId(on, session_id, ids[2] ?? 0)
      expect(await deleteMessagesBeforeId(on, session_id, ids[2] ?? 0)).toBe(2)
      expect(await getChatHistory(on, { session_id })).toMatchObject([
        { message: 'm2', memorized: true },
        { message: 'm3', memorized: false },
      ])
      expect(await getMessageCount(on, other.session_id)).toBe(2)
      expect(await deleteMessagesBeforeId(on, 999_999_999, 1)).toBe(0)
    })
  })
})
