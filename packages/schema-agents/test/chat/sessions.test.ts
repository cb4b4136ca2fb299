// Owns: P-F13, P-F15, P-F16, P-D11: sessions, on every engine.
// Must not know: messages in detail.

import { expect, test } from 'vitest'
import { chat } from '../../src/index.ts'
import {
  createSession,
  deleteSession,
  getAllMemories,
  getAllSessions,
  getChatHistory,
  getCurrentSessionId,
  getPersonaId,
  getSession,
  getSessionPersonaId,
  getSessionSummary,
  getTotalMessageCount,
  saveMemory,
  saveMessage,
  sessionExists,
  setPersonaId,
  updateSessionTitle,
} from '../../src/lines/chat/index.ts'
import { onEveryEngine } from '../on-every-engine.ts'
import { conversation, emptied } from './emptied.ts'

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

onEveryEngine(chat, (database) => {
  emptied(database)

  test('P-F13: a session has the title of the document unless it is given one, an empty one too', async () => {
    const on = database.handle()
    const id = await createSession(on)
    const session = await getSession(on, id)
    expect(session).toEqual({
      id,
      title: 'Neue Konversation',
      persona_id: 'default',
      created_at: session?.created_at,
      updated_at: session?.updated_at,
      last_memory_message_id: null,
    })
    expect(session?.created_at).toMatch(MOMENT)
    expect(session?.updated_at).toMatch(MOMENT)
    expect(await getSession(on, await createSession(on, { title: '' }))).toMatchObject({ title: '' })
    expect(await getSession(on, await createSession(on, { title: 'Vögel 🦩', persona_id: 'x' }))).toMatchObject({
      title: 'Vögel 🦩',
      persona_id: 'x',
    })
  })

  test('a title and a name may be longer than a line', async () => {
    const on = database.handle()
    const id = await createSession(on, { title: 'ä'.repeat(1_000) })
    await saveMessage(on, { session_id: id, message: 'x', is_user: false, character_name: 'ö'.repeat(1_000) })
    expect((await getSession(on, id))?.title).toHaveLength(1_000)
    expect((await getChatHistory(on))[0]?.character_name).toHaveLength(1_000)
  })

  test('P-T1, P-F3: new sessions and memories are those of the persona whose database it is', async () => {
    const on = database.handle()
    expect(await getPersonaId(on)).toBe('default')
    await setPersonaId(on, 'robin')
    await saveMessage(on, { message: 'x', is_user: true })
    await saveMemory(on, { content: 'c' })
    expect(await getAllSessions(on)).toMatchObject([{ persona_id: 'robin' }])
    expect(await getAllMemories(on)).toMatchObject([{ persona_id: 'robin' }])
    expect(await getSessionPersonaId(on, (await getCurrentSessionId(on)) ?? 0)).toBe('robin')
    await setPersonaId(on, 'default')
    expect(await getPersonaId(on)).toBe('default')
  })

  test('P-F13, P-F14: the newest is the one updated last, and of one moment that of the newest message', async () => {
    const on = database.handle()
    expect(await getCurrentSessionId(on)).toBeNull()
    expect(await getAllSessions(on)).toEqual([])
    const ids: number[] = []
    for (let n = 0; n < 4; n++) ids.push(await createSession(on))
    const [a = 0, b = 0, c = 0, d = 0] = ids
    await saveMessage(on, { session_id: c, message: 'x', is_user: true })
    await saveMessage(on, { session_id: a, message: 'x', is_user: true })
    await on.run(`UPDATE chat_sessions SET updated_at = '2019-01-01 00:00:00'`)
    expect((await getAllSessions(on)).map(({ id }) => id)).toEqual([a, c, d, b])
    await updateSessionTitle(on, b, 'opened')
    expect((await getAllSessions(on)).map(({ id }) => id)).toEqual([b, a, c, d])
    expect(await getCurrentSessionId(on)).toBe(b)
  })

  test('P-F9, P-F13: what is saved without a session goes into the one that was just opened', async () => {
    const on = database.handle()
    await on.run(`UPDATE chat_sessions SET updated_at = '2019-01-01 00:00:00'`)
    const opened = await createSession(on)
    const id = await saveMessage(on, { message: 'x', is_user: true })
    expect((await getChatHistory(on, { session_id: opened })).map((message) => message.id)).toEqual([id])
  })

  test('P-F15: the summary counts sessions and tells when one was last used', async () => {
    const on = database.handle()
    expect(await getSessionSummary(on)).toEqual({ persona_id: 'default', session_count: 0, last_updated: null })
    await createSession(on)
    const id = await createSession(on)
    await on.run(`UPDATE chat_sessions SET updated_at = '2030-01-02 03:04:05.678' WHERE id = ${id}`)
    expect(await getSessionSummary(on)).toEqual({ persona_id: 'default', session_count: 2, last_updated: '2030-01-02T03:04:05.678Z' })
  })

  test('P-F16: a title can be changed, and who is not there is null or false', async () => {
    const on = database.handle()
    const id = await createSession(on)
    expect(await updateSessionTitle(on, id, 'Birds')).toBe(true)
    expect(await getSession(on, id)).toMatchObject({ title: 'Birds' })
    expect(await sessionExists(on, id)).toBe(true)
    expect(await updateSessionTitle(on, 999_999_999, 'x')).toBe(false)
    expect(await getSession(on, 999_999_999)).toBeNull()
    expect(await getSessionPersonaId(on, 999_999_999)).toBeNull()
    expect(await sessionExists(on, 999_999_999)).toBe(false)
    expect(await deleteSession(on, 999_999_999)).toBe(false)
  })

  test('P-F16, P-D11, P-X14: with a session go its messages and its memories, and no others', async () => {
    const on = database.handle()
    const { session_id, ids } = await conversation(on, 'uaua')
    const other = await conversation(on, 'ua')
    await saveMemory(on, { session_id, content: 'gone', start_message_id: ids[0] ?? 0, end_message_id: ids[3] ?? 0 })
    await saveMemory(on, { session_id: other.session_id, content: 'stays' })
    await saveMemory(on, { content: 'of none' })
    expect(await deleteSession(on, session_id)).toBe(true)
    expect(await getSession(on, session_id)).toBeNull()
    expect(await getTotalMessageCount(on)).toBe(2)
    expect((await getAllMemories(on)).map(({ content }) => content)).toEqual(['of none', 'stays'])
    expect(await deleteSession(on, session_id)).toBe(false)
  })

  test('P-D15: a database without its tables is an error, and not an empty chat', async () => {
    const on = database.handle()
    const broken = { ...on, place: { ...on.place, prefix: 'missing_' } }
    await expect(getAllSessions(broken)).rejects.toThrow(/missing_/)
    await expect(getAllMemories(broken)).rejects.toThrow(/missing_/)
  })
})
