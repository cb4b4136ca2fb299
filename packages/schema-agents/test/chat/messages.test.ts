// Owns: P-F9, P-F10, P-X14: messages as they are saved and cleared, on every engine.
// Must not know: how they are read in detail.

import { isDriverError } from '@godwit/core'
import { expect, test } from 'vitest'
import { chat, type Handle, handle } from '../../src/index.ts'
import {
  clearChatHistory,
  createSession,
  deleteSession,
  getAllMemories,
  getAllSessions,
  getChatHistory,
  getCurrentSessionId,
  getMessageCount,
  getSession,
  getTotalMessageCount,
  messagesAfter,
  saveMemory,
  saveMessage,
  saveMessages,
} from '../../src/lines/chat/index.ts'
import { type Installed, onEveryEngine } from '../on-every-engine.ts'
import { type Followed, tenWriters } from '../ten-writers.ts'
import { conversation, emptied } from './emptied.ts'

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

function unlessRetryable(error: unknown): void {
  if (!isDriverError(error) || error.retryable) throw error
}

/** A file that is locked; from MariaDB 11.6 on also a row that somebody has changed since the transaction began to look. */
async function refusesToWait({ dialect, handle: on }: Installed): Promise<boolean> {
  if (dialect !== 'mysql') return dialect === 'sqlite'
  const [row] = (await on().run("SHOW VARIABLES LIKE 'innodb_snapshot_isolation'")).rows
  return row?.['Value'] === 'ON'
}

onEveryEngine(chat, (database) => {
  emptied(database)

  test('P-F9: a message is saved under a new id, from the assistant unless it says otherwise', async () => {
    const on = database.handle()
    const session_id = await createSession(on)
    const first = await saveMessage(on, { session_id, message: 'Hello', is_user: true, character_name: 'Kim' })
    const second = await saveMessage(on, { session_id, message: '', is_user: false })
    const rows = await getChatHistory(on, { session_id })
    expect(rows).toEqual([
      { id: first, session_id, message: 'Hello', is_user: true, character_name: 'Kim', timestamp: rows[0]?.timestamp, memorized: false },
      { id: second, session_id, message: '', is_user: false, character_name: 'Assistant', timestamp: rows[1]?.timestamp, memorized: false },
    ])
    expect(rows.every(({ timestamp }) => MOMENT.test(timestamp ?? ''))).toBe(true)
    expect(Math.abs(Date.parse(rows[0]?.timestamp ?? '') - Date.now())).toBeLessThan(60_000)
  })

  test('P-F9: a character without a name stays without one', async () => {
    const on = database.handle()
    await saveMessage(on, { message: 'x', is_user: false, character_name: null })
    expect(await getChatHistory(on)).toMatchObject([{ character_name: null }])
  })

  test('P-F9: saving moves the session’s updated_at, and nothing else of it', async () => {
    const on = database.handle()
    const session_id = await createSession(on)
    await on.run("UPDATE chat_sessions SET updated_at = '2020-01-01 00:00:00'")
    const before = await getSession(on, session_id)
    await saveMessage(on, { session_id, message: 'x', is_user: true })
    const after = await getSession(on, session_id)
    expect(after).toEqual({ ...before, updated_at: after?.updated_at })
    expect(Date.parse(after?.updated_at ?? '')).toBeGreaterThan(Date.parse('2026-01-01T00:00:00.000Z'))
  })

  test('P-F9: without a session a message goes into the newest one', async () => {
    const on = database.handle()
    const older = await createSession(on)
    await createSession(on)
    await saveMessage(on, { session_id: older, message: 'x', is_user: true })
    await saveMessage(on, { message: 'y', is_user: true })
    expect(await getMessageCount(on, older)).toBe(2)
  })

  test('P-F9: an unknown session is the database’s error, and nothing is saved', async () => {
    const on = database.handle()
    await expect(saveMessage(on, { session_id: 999_999_999, message: 'x', is_user: true })).rejects.toSatisfy(isDriverError)
    expect(await getTotalMessageCount(on)).toBe(0)
  })

  test('of several messages all are saved, in their order, or none', async () => {
    const on = database.handle()
    const { session_id, ids } = await conversation(on, 'uauaua')
    expect(ids).toEqual(ids.toSorted((a, b) => a - b))
    expect((await getChatHistory(on, { session_id })).map(({ message }) => message)).toEqual(['m0', 'm1', 'm2', 'm3', 'm4', 'm5'])
    const half = saveMessages(
      on,
      [
        { message: 'x', is_user: true },
        { message: null as never, is_user: true },
      ],
      session_id,
    )
    await expect(half).rejects.toThrow('message takes a text')
    expect(await getMessageCount(on, session_id)).toBe(6)
    expect(await saveMessages(on, [])).toEqual([])
    expect(await getAllSessions(on)).toHaveLength(1)
  })

  test('a text of 70 000 letters of every kind is stored whole', async () => {
    const on = database.handle()
    const message = `O'Brien \\ "q" \n 日本 🦩 ${'ä'.repeat(70_000)}`
    await saveMessage(on, { message, is_user: true })
    expect((await getChatHistory(on)).map((row) => row.message)).toEqual([message])
  })

  test('P-X14: ten who save without a session into an empty database make one session and lose nothing', async () => {
    const connections = await Promise.all(Array.from({ length: 10 }, database.another))
    const ids = await Promise.all(connections.map((on, n) => saveMessage(on, { message: `m${n}`, is_user: true })))
    const on = database.handle()
    expect(await getAllSessions(on)).toHaveLength(1)
    expect((await getChatHistory(on)).map(({ id }) => id)).toEqual(ids.toSorted((a, b) => a - b))
  })

  test('P-X14: ids of deleted messages are not given out again', async () => {
    const on = database.handle()
    const { session_id, ids } = await conversation(on, 'uau')
    await deleteSession(on, session_id)
    const next = await saveMessage(on, { message: 'x', is_user: true })
    expect(next).toBeGreaterThan(ids.at(-1) ?? 0)
    await clearChatHistory(on)
    expect(await saveMessage(on, { message: 'x', is_user: true })).toBeGreaterThan(next)
    expect(await getCurrentSessionId(on)).toBeGreaterThan(session_id)
  })

  test('ten who save into one session at once lose and repeat nothing, and a reader who follows misses nothing', async () => {
    const session_id = await createSession(database.handle())
    const followed: Followed = {
      after: async (on, id) => (await messagesAfter(on, session_id, id, 1_000)).map((message) => message.id),
      async write(on, writer) {
        const ids: number[] = []
        for (let n = 0; n < 5; n++) {
          const two = [0, 1].map((part) => ({ message: `${writer}.${n}.${part}`, is_user: true }))
          ids.push(...(await saveMessages(on, two, session_id)))
        }
        return ids
      },
    }
    await tenWriters(database, followed, 100)
  })

  test('P-F10, P-D11: clearing takes all messages and sessions; memories keep their content and point at nothing', async () => {
    const on = database.handle()
    const { session_id, ids } = await conversation(on, 'uaua')
    await conversation(on, 'u')
    await saveMemory(on, { session_id, content: 'likes birds', start_message_id: ids[0] ?? 0, end_message_id: ids[3] ?? 0 })
    expect(await clearChatHistory(on)).toBe(5)
    expect(await getAllSessions(on)).toEqual([])
    expect(await getTotalMessageCount(on)).toBe(0)
    expect(await getAllMemories(on)).toMatchObject([
      { content: 'likes birds', is_active: true, session_id: null, start_message_id: null, end_message_id: null },
    ])
    expect(await clearChatHistory(on)).toBe(0)
  })

  test('ten who save, remember, clear and delete at once get in nobody’s way', async () => {
    // On most servers nobody is even made to try again: all take their locks in the same order.
    const patient = (await refusesToWait(database)) ? {} : { patienceMs: -1 }
    const open = async (): Promise<Handle> => handle(await database.driver().open('write'), patient)
    const connections = await Promise.all(Array.from({ length: 10 }, open))
    await Promise.all(
      connections.map(async (on, n) => {
        for (let round = 0; round < 10; round++) {
          await saveMessage(on, { message: 'x', is_user: n % 2 === 0 })
          const session_id = n % 2 === 0 ? await getCurrentSessionId(on) : await createSession(on)
          await new Promise(setImmediate)
          if (session_id === null) continue
          if (n < 4) await saveMemory(on, { session_id, content: 'c', start_message_id: 1, end_message_id: 2 })
          else if (n === 4) await clearChatHistory(on)
          else if (n === 5) await deleteSession(on, session_id)
          // It may be gone by now, which is an error; to be in another's way is none that a caller sees.
          else await saveMessage(on, { session_id, message: 'x', is_user: true }).catch(unlessRetryable)
        }
      }),
    )
    const on = database.handle()
    const sessions = new Set((await getAllSessions(on)).map(({ id }) => id))
    for (const { session_id } of await getAllMemories(on)) expect(session_id === null || sessions.has(session_id)).toBe(true)
  })
})
