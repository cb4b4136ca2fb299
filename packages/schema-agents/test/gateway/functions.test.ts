// Owns: the functions over the sessions of a gateway's users and what was said in them, on every engine.
// Must not know: query texts, migrations.

import { randomUUID } from 'node:crypto'
import { isDriverError } from '@godwit/core'
import { describe, expect, test } from 'vitest'
import { gateway, type Handle } from '../../src/index.ts'
import {
  createSession,
  createSessionWithMessage,
  deleteSession,
  deleteSessionsOlderThan,
  getChatHistory,
  getSession,
  getSessions,
  messagesAfter,
  messagesBefore,
  storeChatMessage,
  updateSession,
} from '../../src/lines/gateway/index.ts'
import { onEveryEngine } from '../on-every-engine.ts'

const said = (message: string): { message: string; sender_type: string; sender_name: string } => ({
  message,
  sender_type: 'user',
  sender_name: 'Ann',
})

const texts = (rows: readonly { readonly message: string }[] | null): readonly string[] | undefined => rows?.map(({ message }) => message)

/** A session of its own user with `count` messages, `'0'` to the last. */
async function filled(on: Handle, count: number): Promise<{ id: string; user_id: string; ids: readonly string[] }> {
  const { id, user_id } = await createSession(on, { user_id: randomUUID() })
  const ids: string[] = []
  for (let n = 0; n < count; n++) ids.push((await storeChatMessage(on, id, said(String(n))))?.message_id ?? '')
  return { id, user_id, ids }
}

onEveryEngine(gateway, (database) => {
  describe('sessions', () => {
    test('S-F1, S-F4: a session is created with what is left out null, and read back as it was written', async () => {
      const on = database.handle()
      const before = Date.now()
      const created = await createSession(on, { user_id: 'u' })
      expect(created).toMatchObject({ user_id: 'u', name: null, agent_id: null })
      expect(created.created_time).toBeGreaterThanOrEqual(before)
      expect(created.updated_time).toBe(created.created_time)
      expect(await getSession(on, created.id)).toEqual(created)
    })

    test('S-F1: an id that is taken is refused, and the session that has it stays as it is', async () => {
      const on = database.handle()
      const first = await createSession(on, { user_id: 'first', agent_id: '', name: '' })
      await expect(createSession(on, { id: first.id, user_id: 'second' })).rejects.toSatisfy(isDriverError)
      expect(await getSession(on, first.id)).toEqual(first)
    })

    test('S-T7: ids that differ in case only are two sessions, and long ones fit', async () => {
      const on = database.handle()
      const id = randomUUID()
      await createSession(on, { id: `a${id}`, user_id: 'ü'.repeat(255) })
      await createSession(on, { id: `A${id}`, user_id: 'large', agent_id: 'a'.repeat(255) })
      expect((await getSession(on, `A${id}`))?.user_id).toBe('large')
      expect((await getSession(on, `a${id}`))?.user_id).toBe('ü'.repeat(255))
    })

    test('S-F2: a session and its first message are written together', async () => {
      const on = database.handle()
      const created = await createSessionWithMessage(on, { user_id: 'Ann', agent_id: 'a', name: 'n' }, { message: 'hello' })
      expect(await getSession(on, created.id)).toMatchObject({ user_id: 'Ann', agent_id: 'a', name: 'n' })
      expect(await getChatHistory(on, created.id)).toMatchObject([
        { id: created.message_id, message: 'hello', sender_type: 'user', sender_name: 'Ann' },
      ])
    })

    test('S-F2: an empty message, an unknown sender and an id that is taken write neither', async () => {
      const on = database.handle()
      const id = randomUUID()
      await expect(createSessionWithMessage(on, { id, user_id: 'u' }, { message: '' })).rejects.toMatchObject({ rule: 'word' })
      const unknown = { message: 'm', sender_type: 'oracle' }
      await expect(createSessionWithMessage(on, { id, user_id: 'u' }, unknown)).rejects.toMatchObject({ rule: 'word' })
      expect(await getSession(on, id)).toBeNull()
      await createSession(on, { id, user_id: 'u' })
      await expect(createSessionWithMessage(on, { id, user_id: 'u' }, { message: 'm' })).rejects.toSatisfy(isDriverError)
      expect(await getChatHistory(on, id)).toEqual([])
    })

    test('S-F3: sessions are listed by their last use, of one user or of all', async () => {
      const on = database.handle()
      const user_id = randomUUID()
      const ids: string[] = []
      for (let n = 0; n < 5; n++) ids.push((await createSession(on, { user_id })).id)
      await createSession(on, { user_id: 'another' })
      // As if all in one moment: the order of creation decides.
      await on.run(`UPDATE sessions SET updated_time = 5 WHERE user_id = '${user_id}'`)
      expect((await getSessions(on, { user_id })).rows.map(({ id }) => id)).toEqual(ids.toReversed())
      await storeChatMessage(on, ids[1] ?? '', said('newest'))
      const { rows, total } = await getSessions(on, { user_id, limit: 2 })
      expect(rows.map(({ id }) => id)).toEqual([ids[1], ids[4]])
      expect(total).toBe(5)
      expect((await getSessions(on, { user_id, limit: 2, offset: 4 })).rows.map(({ id }) => id)).toEqual([ids[0]])
      expect((await getSessions(on, { limit: 0 })).total).toBeGreaterThanOrEqual(6)
      await expect(getSessions(on, { limit: -1 })).rejects.toThrow(TypeError)
    })

    test('S-F5: a new name is written with the time of the change; null takes it away', async () => {
      const on = database.handle()
      const session = await createSession(on, { user_id: 'u', name: 'before' })
      await on.run(`UPDATE sessions SET updated_time = 5 WHERE id = '${session.id}'`)
      const renamed = await updateSession(on, session.id, 'after')
      expect(renamed).toEqual({ ...session, name: 'after', updated_time: renamed?.updated_time })
      expect(renamed?.updated_time).toBeGreaterThan(5)
      expect((await updateSession(on, session.id, null))?.name).toBeNull()
      expect(await updateSession(on, 'nobody', 'x')).toBeNull()
    })

    test('S-F6: with a session goes what was said in it, and one that is not there is false', async () => {
      const on = database.handle()
      const { id } = await filled(on, 3)
      expect(await deleteSession(on, id)).toBe(true)
      expect(await getSession(on, id)).toBeNull()
      expect(await getChatHistory(on, id)).toEqual([])
      expect((await on.run(`SELECT id FROM chat_messages WHERE session_id = '${id}'`)).rows).toEqual([])
      expect(await deleteSession(on, id)).toBe(false)
    })

    test('S-X14: what is another’s answers as what is not there, and stays as it is', async () => {
      const on = database.handle()
      const { id, user_id, ids } = await filled(on, 2)
      const theirs = await getSession(on, id, user_id)
      for (const [asked, by] of [
        [id, 'B'],
        ['nobody', 'B'],
      ] as const) {
        expect(await getSession(on, asked, by)).toBeNull()
        expect(await updateSession(on, asked, 'mine', by)).toBeNull()
        expect(await storeChatMessage(on, asked, said('x'), { user_id: by })).toBeNull()
        expect(await getChatHistory(on, asked, by)).toEqual([])
        expect(await messagesAfter(on, asked, null, { user_id: by })).toBeNull()
        expect(await messagesBefore(on, asked, ids[1] ?? '', { user_id: by })).toBeNull()
        expect(await deleteSession(on, asked, by)).toBe(false)
      }
      expect(await getSession(on, id, user_id)).toEqual(theirs)
      expect(texts(await getChatHistory(on, id, user_id))).toEqual(['0', '1'])
      expect(await updateSession(on, id, 'mine', user_id)).toMatchObject({ name: 'mine' })
      expect(await storeChatMessage(on, id, said('2'), { user_id })).toMatchObject({ session_id: id })
      expect(await deleteSession(on, id, user_id)).toBe(true)
    })

    test('sessions that were last used before a moment go with their messages, the oldest first', async () => {
      const on = database.handle()
      // What other tests have put into the past.
      await deleteSessionsOlderThan(on, new Date(1000))
      const old = [await filled(on, 1), await filled(on, 2), await filled(on, 1)]
      for (const [n, { id }] of old.entries()) await on.run(`UPDATE sessions SET updated_time = ${10 + n} WHERE id = '${id}'`)
      const kept = await filled(on, 1)
      expect(await deleteSessionsOlderThan(on, new Date(12), 1)).toBe(1)
      expect(await getSession(on, old[0]?.id ?? '')).toBeNull()
      expect(await deleteSessionsOlderThan(on, new Date(12))).toBe(1)
      expect(await getChatHistory(on, old[1]?.id ?? '')).toEqual([])
      expect(await getChatHistory(on, old[2]?.id ?? '')).toHaveLength(1)
      expect(await getChatHistory(on, kept.id)).toHaveLength(1)
      expect(await deleteSession(on, old[2]?.id ?? '')).toBe(true)
    })
  })

  describe('messages', () => {
    test('S-F7: a message is stored, the session is touched, and its agent filled in only where there is none', async () => {
      const on = database.handle()
      const session = await createSession(on, { user_id: 'u', agent_id: '' })
      await on.run(`UPDATE sessions SET updated_time = 5 WHERE id = '${session.id}'`)
      const stored = await storeChatMessage(on, session.id, said('one'), { agent_id: 'first' })
      expect(stored).toEqual({ message_id: stored?.message_id, session_id: session.id })
      expect((await getSession(on, session.id))?.updated_time).toBeGreaterThan(5)
      await storeChatMessage(on, session.id, said('two'), { agent_id: 'second' })
      await storeChatMessage(on, session.id, said('three'))
      expect((await getSession(on, session.id))?.agent_id).toBe('first')
    })

    test('S-F7: without its session nothing is stored', async () => {
      const on = database.handle()
      expect(await storeChatMessage(on, 'nobody', said('lost'))).toBeNull()
      expect((await on.run("SELECT id FROM chat_messages WHERE message = 'lost'")).rows).toEqual([])
      const { id } = await filled(on, 0)
      await expect(storeChatMessage(on, id, { ...said('x'), sender_type: 'oracle' })).rejects.toMatchObject({ rule: 'word' })
      expect(await getChatHistory(on, id)).toEqual([])
    })

    test('S-F8, S-X14: messages of one moment are read in the order in which they were stored, whatever the clock says', async () => {
      const on = database.handle()
      const { id, ids } = await filled(on, 25)
      await on.run(`UPDATE chat_messages SET created_time = 7 WHERE session_id = '${id}'`)
      await on.run(`UPDATE chat_messages SET created_time = 1 WHERE id = '${ids[24] ?? ''}'`)
      expect((await getChatHistory(on, id)).map((row) => row.id)).toEqual(ids)
    })

    test.each([
      ['an empty text', ''],
      ['letters of every kind', 'O\'Brien \\ "q" \n ünï 日本 🦩'],
      ['70 000 letters', 'ä'.repeat(70_000)],
    ])('%s is the same text afterwards', async (_, message) => {
      const on = database.handle()
      const { id } = await filled(on, 0)
      await storeChatMessage(on, id, { message, sender_type: null, sender_name: null })
      expect(await getChatHistory(on, id)).toMatchObject([{ message, sender_type: null, sender_name: null }])
    })

    test('pages before and after a message meet, and what is stored meanwhile moves none', async () => {
      const on = database.handle()
      const { id, ids } = await filled(on, 7)
      await filled(on, 2)
      expect(texts(await messagesAfter(on, id, null, { limit: 3 }))).toEqual(['0', '1', '2'])
      await storeChatMessage(on, id, said('7'))
      expect(texts(await messagesAfter(on, id, ids[2] ?? '', { limit: 3 }))).toEqual(['3', '4', '5'])
      expect(texts(await messagesAfter(on, id, ids[5] ?? ''))).toEqual(['6', '7'])
      expect(texts(await messagesBefore(on, id, null, { limit: 2 }))).toEqual(['6', '7'])
      expect(texts(await messagesBefore(on, id, ids[6] ?? '', { limit: 2 }))).toEqual(['4', '5'])
      expect(texts(await messagesBefore(on, id, ids[0] ?? ''))).toEqual([])
      expect(await messagesAfter(on, id, ids[0] ?? '', { limit: 0 })).toEqual([])
    })

    test('a page from a message that the session does not have is null, and not the end', async () => {
      const on = database.handle()
      const { id } = await filled(on, 2)
      const other = await filled(on, 1)
      expect(await messagesAfter(on, id, 'nobody')).toBeNull()
      expect(await messagesBefore(on, id, other.ids[0] ?? '')).toBeNull()
    })

    test(
      'ten writers at once into one session: nothing is lost, and a reader who follows misses nothing',
      { timeout: 60_000 },
      async () => {
        const on = database.handle()
        const { id } = await filled(on, 1)
        const seen: string[] = []
        let cursor: string | null = null
        let writing = true
        const reader = async (): Promise<void> => {
          const mine = await database.another()
          for (let last = false; !last;) {
            last = !writing
            for (const row of (await messagesAfter(mine, id, cursor)) ?? []) {
              seen.push(row.message)
              cursor = row.id
            }
            await new Promise(setImmediate)
          }
        }
        const writer = async (n: number): Promise<void> => {
          const mine = await database.another()
          for (let round = 0; round < 5; round++) {
            await storeChatMessage(mine, id, said(`${n}-${round}`), { agent_id: `agent ${n}` })
            await new Promise(setImmediate)
          }
        }
        const reading = reader()
        await Promise.all(Array.from({ length: 10 }, (_, n) => writer(n)))
        writing = false
        await reading
        const history = await getChatHistory(on, id)
        expect(history).toHaveLength(51)
        expect(seen).toEqual(history.map(({ message }) => message))
        expect(new Set(history.map(({ message }) => message)).size).toBe(51)
      },
    )
  })
})
